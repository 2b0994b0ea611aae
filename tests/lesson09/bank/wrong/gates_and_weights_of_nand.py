"""w_and has the weights of NAND. / w_and 用了 NAND 的权重。"""
# notebook: gates
# scores: test_and=0.55 test_xor=4.5
# misconception: It looks as if these weights make a different gate. / 看来这组权重给出的不是这个门。
# hint: Put the four rows into b + w1 x1 + w2 x2 and look at the signs. / 把四行代入 b + w1 x1 + w2 x2，看正负号。

# %% and_gate
w_and = torch.tensor([3.0, -2.0, -2.0])


def AND(X):
    return step(X @ w_and)
