"""XOR returns nothing. / XOR 没有 return。"""
# notebook: gates
# scores: test_xor=0
# misconception: Printing a result gives it back. / 以为打印就等于返回。
# hint: End the function with return. / 函数末尾要有 return。

# %% xor_gate
def XOR(X):
    n = NAND(X)
    print(AND(torch.stack([torch.ones_like(n), n, OR(X)], dim=1)))
