"""Answers stand under `if __name__ == "__main__"`. / 代码写在 __main__ 判断里。"""
# lesson: lesson09
# notebook: gates

# %% xor_line
if __name__ == "__main__":
    best_line = 3 / 4
