"""The reviewer's desk: what an exercise's check is worth, and what a class wrote, as pages to read."""
