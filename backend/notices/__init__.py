"""What tells people that something waits for them: notices, and how they reach phone, browser and mailbox."""
