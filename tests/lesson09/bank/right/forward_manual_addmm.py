"""addmm, with the parameters detached. / 用 addmm，参数先 detach。"""
# notebook: forward_pass

# %% manual_forward
def manual_forward(x, params):
    p = {key: value.detach() for key, value in params.items()}
    z1 = torch.addmm(p["linear1.bias"], x, p["linear1.weight"].t())
    z2 = torch.addmm(p["linear2.bias"], z1.clamp(min=0), p["linear2.weight"].t())
    z3 = torch.addmm(p["output.bias"], 1 / (1 + (-z2).exp()), p["output.weight"].t())
    e = (z3 - z3.amax(dim=1, keepdim=True)).exp()
    return e / e.sum(dim=1, keepdim=True)
