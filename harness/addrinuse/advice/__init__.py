"""Which options reach a goal on which platform, derived from what platforms answered."""
