"""no_grad has no parentheses. / no_grad 没有括号。"""
# notebook: forward_pass
# scores: test_predict=0
# misconception: no_grad works without being called. / 以为 no_grad 不加括号也能用。
# hint: Write with torch.no_grad(): / 请写 with torch.no_grad():

# %% predict
def predict(net, x):
    with torch.no_grad:
        return net(x).argmax(dim=1)
