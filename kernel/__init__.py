"""What every app of the site builds on; it has no models and knows no word of the trade."""
