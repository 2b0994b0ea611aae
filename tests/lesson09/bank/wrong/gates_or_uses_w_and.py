"""OR was copied from AND and still uses w_and. / OR 从 AND 复制而来，仍在用 w_and。"""
# notebook: gates
# scores: test_or=0.55 test_xor=4.5
# misconception: The gate may use other numbers than its w. / 以为门里可以用与 w 不同的数。
# hint: Compute with w itself, so that both always agree. / 直接用 w 计算，两者才会一致。

# %% or_gate
w_or = torch.tensor([-1.0, 2.0, 2.0])


def OR(X):
    return step(X @ w_and)
