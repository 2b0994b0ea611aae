"""predict returns the probabilities. / predict 返回了概率。"""
# notebook: forward_pass
# scores: test_predict=0

# %% predict
def predict(net, x):
    with torch.no_grad():
        return net(x)
