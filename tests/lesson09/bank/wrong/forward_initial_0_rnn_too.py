"""The weights of an RNN are set, too. / RNN 的权重也改了。"""
# notebook: forward_pass
# scores: test_initial_0=1.6

# %% initial_0
def initial_0(m):
    if isinstance(m, (nn.Linear, nn.RNNBase)):
        for name, p in m.named_parameters():
            if "weight" in name:
                nn.init.zeros_(p)
