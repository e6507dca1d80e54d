using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Masks;

/// <summary>The last layers: 2× upsampling, then one map per class and, as in torchvision, one for the background.</summary>
internal sealed class MaskPredictor : Module
{
    private readonly ConvTranspose2d _larger;
    private readonly Conv2d _maps;

    public MaskPredictor(int channels, int classes)
    {
        _larger = Add("conv5_mask", new ConvTranspose2d(channels, channels, kernel: 2, stride: 2));
        _maps = Add("mask_fcn_logits", new Conv2d(channels, classes + 1, kernel: 1) { FullPrecision = true });
        Initialization.HeNormalFanOut(_larger.Weight);
        Initialization.HeNormalFanOut(_maps.Weight);
    }

    public Tensor Forward(Tensor features)
    {
        using var scope = TensorScope.Enter();
        return scope.Keep(_maps.Forward(_larger.Forward(features).ReluInPlace()));
    }
}
