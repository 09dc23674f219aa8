"""What runs mean together: tables, differences, expectations, scorecards, profiles."""
