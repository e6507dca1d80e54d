using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Engines;

/// <summary>Runs the layers in fp32 training: libtorch's own, except for trainable norms.</summary>
internal sealed class Float32Training : LayerEngine
{
    public override Tensor? Convolve(Conv2d conv, Norm? norm, Tensor x, Tensor? addend, Activation activation) => null;

    public override Tensor? Map(Linear linear, Tensor x, Activation activation) => null;

    public override Tensor? Normalize(BatchNorm norm, Tensor x, Tensor? addend, Activation activation) =>
        BatchNormFunction.Apply(norm, x, addend, activation);
}
