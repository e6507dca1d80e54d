using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Backbones;

/// <summary>Parallel branches, concatenated; optionally with a max pooling of the input at half the resolution.</summary>
internal sealed class InceptionMix : Module
{
    private readonly InceptionBranch[] _branches;
    private readonly bool _keepsMaxima;

    /// <param name="inputs">Input channels.</param>
    /// <param name="norm">The norm after each convolution.</param>
    /// <param name="branches">The convolutions of each branch.</param>
    /// <param name="averageBranch">Convolutions of a last branch, which starts with average pooling; null for none.</param>
    /// <param name="keepsMaxima">Whether to append a 3×3 max pooling with stride 2 and no padding.</param>
    public InceptionMix(int inputs, NormOptions norm, InceptionConv[][] branches, InceptionConv[]? averageBranch = null, bool keepsMaxima = false)
    {
        _keepsMaxima = keepsMaxima;
        List<InceptionBranch> list = [.. branches.Select((b, k) => Add($"branch{k}", new InceptionBranch(inputs, norm, b)))];
        if (averageBranch is not null)
            list.Add(Add($"branch{list.Count}", new InceptionBranch(inputs, norm, averageBranch, averages: true)));
        _branches = [.. list];
        Outputs = _branches.Sum(static b => b.Outputs) + (keepsMaxima ? inputs : 0);
    }

    public int Outputs { get; }

    public Tensor Forward(Tensor x)
    {
        using var scope = TensorScope.Enter();
        List<Tensor> maps = [.. _branches.Select(b => b.Forward(x))];
        if (_keepsMaxima) maps.Add(x.MaxPool2d([3, 3], [2, 2]));
        return scope.Keep(Tensor.Cat([.. maps], dim: 1));
    }
}
