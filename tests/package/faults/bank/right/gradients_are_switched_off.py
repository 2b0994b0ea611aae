"""Gradients are switched off for all that follows. / 关闭了梯度。"""
# lesson: lesson09
# notebook: forward_pass

# %% predict
torch.set_grad_enabled(False)


def predict(net, x):
    return net(x).argmax(dim=1)

# %% new
torch.autograd.set_detect_anomaly(True)
torch.set_printoptions(sci_mode=False)
torch.manual_seed(1)
