"""The products overwrite the weights in params. / 乘积覆盖了 params 里的权重。"""
# notebook: forward_pass
# scores: test_manual_forward=1.14
# misconception: The parameters may be changed on the way. / 以为可以改动参数或输入。
# hint: No method that ends with _, no pop: make new tensors. / 不用以 _ 结尾的方法，也不用 pop：请建新张量。

# %% manual_forward
def manual_forward(x, params):
    for name, h in (("linear1", torch.relu), ("linear2", torch.sigmoid), ("output", nn.Softmax(dim=1))):
        params[name + ".weight"] = x @ params[name + ".weight"].T
        x = h(params[name + ".weight"] + params[name + ".bias"])
    return x
