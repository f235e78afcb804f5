"""What a class did and earned: the class report, and grades in the form that other programs import."""
