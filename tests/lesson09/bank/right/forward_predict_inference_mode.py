"""inference_mode in the place of no_grad. / 用 inference_mode 代替 no_grad。"""
# notebook: forward_pass

# %% predict
def predict(net, x):
    with torch.inference_mode():
        return torch.argmax(net(x), dim=-1)
