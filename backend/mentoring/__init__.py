"""Coach-mentoring agreements: proposed, approved, agreed to by each, and the mentors in them."""
