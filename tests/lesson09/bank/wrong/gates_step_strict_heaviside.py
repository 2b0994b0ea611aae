"""step by heaviside with 0 at 0. / heaviside 在 0 处取 0。"""
# notebook: gates
# scores: test_step=0.89
# misconception: At z = 0 the neuron gives 0. / 以为 z = 0 时神经元输出 0。
# hint: step(0) is 1 here: compare with >=. / 这里 step(0) = 1，请用 >= 比较。

# %% step
def step(z):
    return torch.heaviside(z.float(), torch.tensor(0.0))
