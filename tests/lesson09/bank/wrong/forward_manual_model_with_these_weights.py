"""A Model of 13 and 8 units takes the parameters. / 把参数装进 13、8 个神经元的 Model。"""
# notebook: forward_pass
# scores: test_manual_forward=1.14
# misconception: The sizes 20, 13, 8, 3 are always the same. / 以为大小总是 20、13、8、3。
# hint: Let the sizes come from the tensors; they need not be written. / 大小由张量决定，不必写出来。

# %% manual_forward
def manual_forward(x, params):
    net = Model(params["linear1.weight"].shape[1], params["output.weight"].shape[0])
    net.load_state_dict(params)
    return net(x)
