"""XOR gives a column (n, 1). / XOR 返回 (n, 1) 的列。"""
# notebook: gates
# scores: test_xor=5.5
# misconception: A column (n, 1) is the same as (n,). / 以为 (n, 1) 与 (n,) 是一回事。
# hint: Print the shape; labels have shape (n,). / 打印形状看看；标签的形状是 (n,)。

# %% xor_gate
def XOR(X):
    n = NAND(X)
    return AND(torch.stack([torch.ones_like(n), n, OR(X)], dim=1)).unsqueeze(1)
