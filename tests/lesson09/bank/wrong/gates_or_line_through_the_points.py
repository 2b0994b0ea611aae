"""The line of OR goes through points of the wrong class. / OR 的直线经过了不该为 1 的点。"""
# notebook: gates
# scores: test_or=0.55 test_xor=4.5
# misconception: At z = 0 the neuron gives 0. / 以为 z = 0 时神经元输出 0。
# hint: step(0) is 1 here: compare with >=. / 这里 step(0) = 1，请用 >= 比较。

# %% or_gate
w_or = torch.tensor([0.0, 1.0, 1.0])


def OR(X):
    return step(X @ w_or)
