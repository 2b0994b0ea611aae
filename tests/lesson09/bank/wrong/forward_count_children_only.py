"""Only the layers one level below are asked. / 只看下一级的层。"""
# notebook: forward_pass
# scores: test_count_parameters=0.4
# misconception: All parameters are found on one level of the network. / 以为参数都在网络的同一级。
# hint: net.parameters() goes through all levels by itself. / net.parameters() 会自己走遍各级。

# %% count_parameters
def count_parameters(net):
    return sum(p.numel() for layer in net.children() for p in layer.parameters())
