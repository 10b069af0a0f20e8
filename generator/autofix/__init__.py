"""What is wrong and can be put right without a judgement."""
