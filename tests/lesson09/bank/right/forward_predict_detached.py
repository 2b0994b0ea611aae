"""The output is detached; max(1).indices. / 先 detach，再取 max(1).indices。"""
# notebook: forward_pass

# %% predict
def predict(net, x):
    return net(x).detach().max(1).indices
