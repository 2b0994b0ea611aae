"""Shell commands and cell magics of a shell. / shell 命令和 %%bash。"""
# lesson: lesson09
# notebook: gates

# %% step
!nvidia-smi
!apt-get install -y fonts-noto-cjk
files = !ls


def step(z):
    return (z >= 0).float()

# %% new
%%bash
ls -la /
echo done

# %% new
%env CUDA_VISIBLE_DEVICES=0
