"""Parameters of equal shape are taken for one. / 形状相同的参数只算一个。"""
# notebook: forward_pass
# scores: test_count_parameters=1.2

# %% count_parameters
def count_parameters(net):
    return sum({p.shape: p.numel() for p in net.parameters()}.values())
