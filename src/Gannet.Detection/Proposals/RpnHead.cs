// Shapes: N images, L levels, A anchors per cell, T anchors of all levels.
using Gannet.Detection.Anchors;
using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Proposals;

/// <summary>The convolutions of the first stage, shared by all levels.</summary>
internal sealed class RpnHead : Module
{
    private readonly RpnLayer[] _hidden;
    private readonly Conv2d _logits, _deltas;
    private readonly bool _isPair;

    public RpnHead(int channels, int anchorsPerCell, int step, ProposalOptions options)
    {
        _isPair = options.Objectness == ObjectnessKind.Softmax;
        var width = options.Width ?? channels;
        // Only the first layer has the stride; later layers do not need the skipped cells.
        _hidden = [.. Enumerable.Range(0, options.HiddenLayers).Select(k => Add(
            $"conv.{k}.0", new RpnLayer(k == 0 ? channels : width, width, k == 0 ? step : 1, options.Separable, options.HiddenRelu)))];
        _logits = Add("cls_logits", new Conv2d(width, anchorsPerCell * (_isPair ? 2 : 1), kernel: 1) { FullPrecision = true });
        _deltas = Add("bbox_pred", new Conv2d(width, anchorsPerCell * 4, kernel: 1) { FullPrecision = true });
        foreach (var conv in (Conv2d[])[.. _hidden.SelectMany(static layer => layer.Convolutions), _logits, _deltas])
        {
            Initialization.Normal(conv.Weight, 0.01);
            Initialization.Zero(conv.Bias);
        }
    }

    /// <summary>Whether <see cref="ForwardSampled"/> can be used: a prediction must depend on 3×3 cells through one matrix.</summary>
    public bool CanForwardSampled => _hidden is [{ IsPlain: true }];

    /// <summary>Predicts for sampled anchors only: logits <c>[S]</c> and deltas <c>[S, 4]</c>.</summary>
    /// <remarks>
    /// The loss depends on no other anchor, so a training step needs to differentiate only a few hundred cells instead
    /// of tens of thousands. Values and gradients equal those of the dense form.
    /// </remarks>
    public RpnPrediction ForwardSampled(IReadOnlyList<Tensor> levels, CellPatches patches)
    {
        using var scope = TensorScope.Enter();
        var conv = _hidden[0].Convolutions[0];
        var hidden = _hidden[0].Activate(patches.Gather(levels).Linear(AsMatrix(conv), conv.Bias));
        var count = patches.Slots.Length;
        var slots = Tensor.From<long>(patches.Slots, count, 1).To(hidden.Device, ElementType.Int64);
        var logits = Objectness(hidden.Linear(AsMatrix(_logits), _logits.Bias)).Gather(1, slots).Reshape([-1]);
        var deltas = hidden.Linear(AsMatrix(_deltas), _deltas.Bias).Reshape([count, -1, 4])
            .Gather(1, slots.Reshape([count, 1, 1]).Expand([count, 1, 4])).Reshape([-1, 4]);
        return new(scope.Keep(logits), scope.Keep(deltas));
    }

    public RpnPrediction Forward(IReadOnlyList<Tensor> levels)
    {
        using var scope = TensorScope.Enter();
        RpnPrediction[] each = [.. levels.Select(Forward)];
        return new(scope.Keep(Tensor.Cat([.. each.Select(static p => p.Logits)], 1)), scope.Keep(Tensor.Cat([.. each.Select(static p => p.Deltas)], 1)));
    }

    /// <summary>The predictions for the anchors of one level.</summary>
    public RpnPrediction Forward(Tensor level)
    {
        using var scope = TensorScope.Enter();
        var hidden = level;
        foreach (var layer in _hidden) hidden = layer.Forward(hidden);
        var images = hidden.Shape[0];
        // Channels-last memory is already in anchor order (row, column, anchor), so nothing is copied.
        var logits = Objectness(_logits.Forward(hidden).Permute([0, 2, 3, 1]).Reshape([images, -1]));
        return new(scope.Keep(logits), scope.Keep(_deltas.Forward(hidden).Permute([0, 2, 3, 1]).Reshape([images, -1, 4])));
    }

    // The softmax over (background, foreground) is the sigmoid of their difference: from here on there is one logit per anchor.
    private Tensor Objectness(Tensor logits)
    {
        if (!_isPair) return logits;
        var pairs = logits.Reshape([logits.Shape[0], -1, 2]);
        return pairs.Select(2, 1) - pairs.Select(2, 0);
    }

    // Kernels are channels-last in memory: as rows of 9·C values they match a patch without a copy.
    private static Tensor AsMatrix(Conv2d conv) => conv.Weight.Permute([0, 2, 3, 1]).Reshape([conv.Outputs, -1]);
}
