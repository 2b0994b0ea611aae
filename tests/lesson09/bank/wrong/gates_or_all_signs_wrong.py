"""All signs of w_or are wrong. / w_or 的正负号全反。"""
# notebook: gates
# scores: test_or=0.55 test_xor=4.5
# misconception: It looks as if these weights make a different gate. / 看来这组权重给出的不是这个门。
# hint: Put the four rows into b + w1 x1 + w2 x2 and look at the signs. / 把四行代入 b + w1 x1 + w2 x2，看正负号。

# %% or_gate
w_or = torch.tensor([1.0, -2.0, -2.0])


def OR(X):
    return step(X @ w_or)
