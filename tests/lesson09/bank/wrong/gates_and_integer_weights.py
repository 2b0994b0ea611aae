"""w_and is an integer tensor. / w_and 是整数张量。"""
# notebook: gates
# scores: test_and=0 test_xor=4.5
# misconception: Whole numbers make a float tensor. / 以为整数也会得到浮点张量。
# hint: Write -3.0 or give dtype=torch.float32. / 写成 -3.0，或指定 dtype=torch.float32。

# %% and_gate
w_and = torch.tensor([-3, 2, 2])


def AND(X):
    return step(X @ w_and)
