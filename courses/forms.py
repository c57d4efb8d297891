from django import forms


class PlaceForm(forms.Form):
    """A screen number within the lesson."""

    screen = forms.IntegerField(min_value=1)

    def __init__(self, *args, screens: int, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.screens = screens

    def clean_screen(self) -> int:
        number = self.cleaned_data["screen"]
        if number > self.screens:
            raise forms.ValidationError("past the end")
        return number
