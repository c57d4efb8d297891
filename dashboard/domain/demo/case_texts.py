"""What Omar Haddad wrote on the case of the supervisor course, whichever of its questions he drew."""

TWO_ANSWERS = """\
This hour. I ring Friday's customer myself before I talk to anybody: "Ms Brandt, both answers came from us, so the \
muddle is ours, and you have paid for it with two days off. I'm sorry. Let's book the half day now, while you're on \
the line. And I'll ring you tomorrow at ten to hear that the van is on its list." I write that time into her \
complaint, ring operations and ask who has it and what it waits for; 48 hours are past. Then one message to all 22, \
without a name in it: "Since Wednesday: after a missed delivery you book a new half day at once, on the phone and in \
chat. Putting through isn't needed." The phone agents come off the line three at a time, six minutes each, to read \
and confirm the article; by 11:30 all 14 have.

To the phone leader, alone: "You got shouted at for something nobody gave you the time to read. That's mine to mend, \
and I'm doing it now. The putting through stops before it starts." To the chat leader, alone: "You're right about \
four minutes. You're not right about where it was said. Please take it back there."

This week. I have the tickets since Wednesday searched for the old answer, and everybody who got it is rung by \
Thursday evening. I speak with the two agents one by one, each with their own recording. Both leaders listen to \
three calls and three chats of the other group together and agree on one figure: how many missed deliveries have a \
new day at first contact.

This month. No article applies in the hour in which it is published; I ask the knowledge base for two hours at \
least, and plan reading time into the shift. We try it with the next article on the early shift.

I'll see it by the complaints on new bookings (17, to be 4 again), ten recordings of each group with the same \
answer, and "read by all" before an article applies. The 11 of 12 tell me little: too few were reached."""

SEVENTY_THREE = """\
What I read first. First contact resolution costs her most, and on dishwashers all four lie between 69 and 72, the \
rest of the team at 84. The article is from June, the machine from September, nobody was trained. So most of it \
isn't her. "Ring again if it won't work" is.

This hour. I go to her leader and close the door: "The list comes down now, please. Wen stays out of it. And a \
quarter of an hour before she goes home is too short: take half an hour tomorrow at two, you lead it, I'll have both \
recordings for you." I write to whoever keeps the article, with the customer's words about the filter, and tell the \
other three today that it's wrong. To her I say only: "I've read your message. I'd like you to go on with the \
newcomers, and tomorrow we'll look at what's behind the figure together."

How the talk begins. "Seventy-three point five is where October ended, and what follows from it applies. Before we \
look at why, I'd like to play you a call that I'd show to every newcomer." Then 24 October. Then 18 October: "Where \
would you do something else today?" She finds it herself and writes the first line of the plan.

This week. Her week off the line is for the new machine, with technical support on Tuesday. Who sits with her two \
newcomers meanwhile I settle with the trainer today. The customers she told to ring again are looked for and rung.

This month. The four try the mended article and one closing question, "Is it running now, while I'm still here?", \
for two weeks. If it works it goes into the standard, and no new machine comes without course and article.

I'll see it by first contact resolution on dishwashers going from 70 towards 84 by the end of November, with repeat \
calls and satisfaction beside it."""

NOBODY_ANSWERS = """\
10:06. I ring the customer with the smoking oven on my mobile: "Are you and the children all right? Please take them \
out of the kitchen, leave the plug where it is and don't touch the oven. I'm sorry you had to ring eleven times. \
Somebody from us rings you again at 10:30, and that's me." Ticket, urgent: it can hurt somebody and it is spreading. \
Head of department and director at once. The colleague in chat gets the sentence, not a reproach; the two who wrote \
"mine, too" are asked to unplug.

10:08. To the colleague with the social media account: "Please don't post that. We don't know the cause yet, and we \
don't pay for a film to come down. You'll have four sentences from me in five minutes." One report to technical \
support: all 16 seats, since 9:52. The phone leader is fetched and opens the spare line and the text message towards \
chat. The four who know chat go there. The 10:20 response and the nine promised calls have a name each and go out \
over the spare line.

Wording for everyone: "Our phones have been down since 9:52, everything else works. I can help you here now; if \
you'd rather be rung, I'll write down when." No time for the repair, and nothing about ovens but: "Please unplug it; \
we'll ring you today."

Notice: "This morning a customer's oven from our shop began to smoke; nobody could reach us by phone. We're sorry. \
If you own the same model, please unplug it and write to us in chat. We'll say more here at 12:00."

The journalist is asked which paper, what question and until when, and is rung by whoever speaks for us.

This week. A named colleague rings the 210 as far as we have the numbers. Owners hear as soon as there is a cause. \
Review on Tuesday: who smelt it first? This month. Stand-ins when both leaders are away; the spare line tried \
without warning.

I'll see it in the drill: minutes until one wording and until the spare line. And by the hours we named being kept."""

TEXTS = {
    "sup-case-two-answers": TWO_ANSWERS,
    "sup-case-seventy-three-point-five": SEVENTY_THREE,
    "sup-case-nobody-answers": NOBODY_ANSWERS,
}
