"""dict.get gives None, which is called. / dict.get 得到 None 后被调用。"""
# notebook: hidden_layers
# scores: test_layer=3.43
# misconception: Any exception will do. / 以为抛出哪种异常都可以。
# hint: raise ValueError(...) is what is asked for. / 题目要求 raise ValueError(...)。

# %% layer
def layer(W, x, b, h):
    functions = {"identity": nn.Identity(), "sigmoid": nn.Sigmoid(), "relu": nn.ReLU(), "tanh": nn.Tanh()}
    functions["step"] = lambda z: (z >= 0).type(torch.float32)
    return functions.get(h)(W @ x + b)
