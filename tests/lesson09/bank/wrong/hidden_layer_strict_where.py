"""The step is where(z <= 0, 0, 1). / 阶跃写成 where(z <= 0, 0, 1)。"""
# notebook: hidden_layers
# scores: test_layer=3.43
# misconception: At z = 0 the neuron gives 0. / 以为 z = 0 时神经元输出 0。
# hint: step(0) is 1 here: compare with >=. / 这里 step(0) = 1，请用 >= 比较。

# %% layer
def layer(W, x, b, h):
    z = W @ x + b
    if h == "step":
        return torch.where(z <= 0, 0.0, 1.0)
    if h == "identity":
        return z
    if h in ("sigmoid", "relu", "tanh"):
        return getattr(torch, h)(z)
    raise ValueError(h)
