"""The line of AND goes through points of the wrong class. / AND 的直线经过了不该为 1 的点。"""
# notebook: gates
# scores: test_and=0.55 test_xor=4.5
# misconception: At z = 0 the neuron gives 0. / 以为 z = 0 时神经元输出 0。
# hint: step(0) is 1 here: compare with >=. / 这里 step(0) = 1，请用 >= 比较。

# %% and_gate
w_and = torch.tensor([-1.0, 1.0, 1.0])


def AND(X):
    return step(X @ w_and)
