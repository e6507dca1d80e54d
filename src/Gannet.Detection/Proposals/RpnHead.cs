// Shapes: N pictures, L levels, A anchors a cell, T anchors of all levels.
using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Proposals;

/// <summary>The convolutions of the first stage, shared by all levels.</summary>
internal sealed class RpnHead : Module
{
    private readonly Conv2d[] _hidden;
    private readonly Conv2d _logits, _deltas;

    public RpnHead(int channels, int anchorsPerCell, int hiddenLayers)
    {
        _hidden = [.. Enumerable.Range(0, hiddenLayers).Select(k => Add($"conv.{k}.0", new Conv2d(channels, channels, kernel: 3)))];
        _logits = Add("cls_logits", new Conv2d(channels, anchorsPerCell, kernel: 1));
        _deltas = Add("bbox_pred", new Conv2d(channels, anchorsPerCell * 4, kernel: 1));
        foreach (var conv in (Conv2d[])[.. _hidden, _logits, _deltas])
        {
            Initialization.Normal(conv.Weight, 0.01);
            Initialization.Zero(conv.Bias);
        }
    }

    /// <summary>Whether <see cref="ForwardSampled"/> can be used: with more hidden layers a prediction depends on more than 3×3 cells.</summary>
    public bool CanForwardSampled => _hidden.Length == 1;

    /// <summary>The predictions of sampled anchors only: logits <c>[S]</c> and deltas <c>[S, 4]</c>.</summary>
    /// <remarks>
    /// The loss reaches no other anchor, so that this is all a training step needs to differentiate: a few hundred cells instead
    /// of tens of thousands. Values and gradients are those of the dense form.
    /// </remarks>
    public RpnPrediction ForwardSampled(IReadOnlyList<Tensor> levels, CellPatches patches)
    {
        using var scope = TensorScope.Enter();
        var hidden = patches.Gather(levels).Linear(AsMatrix(_hidden[0]), _hidden[0].Bias).ReluInPlace();
        var count = patches.Slots.Length;
        var slots = Tensor.From<long>(patches.Slots, count, 1).To(hidden.Device, ElementType.Int64);
        var logits = hidden.Linear(AsMatrix(_logits), _logits.Bias).Gather(1, slots).Reshape([-1]);
        var deltas = hidden.Linear(AsMatrix(_deltas), _deltas.Bias).Reshape([count, -1, 4])
            .Gather(1, slots.Reshape([count, 1, 1]).Expand([count, 1, 4])).Reshape([-1, 4]);
        return new(scope.Keep(logits), scope.Keep(deltas));
    }

    public RpnPrediction Forward(IReadOnlyList<Tensor> levels)
    {
        using var scope = TensorScope.Enter();
        var logits = new Tensor[levels.Count];
        var deltas = new Tensor[levels.Count];
        for (var k = 0; k < levels.Count; k++)
        {
            var hidden = levels[k];
            foreach (var conv in _hidden) hidden = conv.Forward(hidden).ReluInPlace();
            var images = hidden.Shape[0];
            // Channels-last memory is already in anchor order (row, column, anchor): no copy is made.
            logits[k] = _logits.Forward(hidden).Permute([0, 2, 3, 1]).Reshape([images, -1]);
            deltas[k] = _deltas.Forward(hidden).Permute([0, 2, 3, 1]).Reshape([images, -1, 4]);
        }

        return new(scope.Keep(Tensor.Cat(logits, 1)), scope.Keep(Tensor.Cat(deltas, 1)));
    }

    // Kernels lie channels-last in memory: as rows of 9·C values they are in the order of a patch without a copy.
    private static Tensor AsMatrix(Conv2d conv) => conv.Weight.Permute([0, 2, 3, 1]).Reshape([conv.Outputs, -1]);
}
