using System.Reflection;
using Gannet.Detection.Export;
using Gannet.Detection.Images;
using Gannet.Detection.RoiPooling;
using Gannet.Runtime.Format;
using Gannet.Torch;
using Gannet.Torch.Autograd;
using Gannet.Torch.Nn;
using Google.Protobuf;
using DataType = Gannet.Runtime.Format.TensorProto.Types.DataType;

namespace Gannet.Detection;

// Export to ONNX: each stage adds its part to the graph.
public sealed partial class Detector
{
    private const int OnnxOpset = 17;

    /// <summary>Writes the detector as an ONNX graph (opset 17), replacing the file atomically.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="options">Batches, fixed shapes; null for one picture of any size.</param>
    /// <remarks>
    /// <para>Input: <c>image</c>, float32 <c>[3, H, W]</c>, RGB from 0 to 1, or <c>images [N, 3, H, W]</c>. Scaling, normalising and padding
    /// are in the graph.</para>
    /// <para>Outputs, best first: <c>boxes [D, 4]</c> (x1, y1, x2, y2 in pixels of the input), <c>labels [D]</c> (int64, 0-based),
    /// <c>scores [D]</c> and, with a mask head, <c>masks [D, H, W]</c> (bool). Batches: the same for all pictures in order, and
    /// <c>counts [N]</c>. With fixed shapes D is the largest number of detections; unused places have label −1 and score 0.</para>
    /// <para>With <see cref="ExportOptions.Raw"/>: <c>boxes [N, K, B, 4]</c> and <c>scores [N, K, C]</c> of K regions and C classes, without the
    /// last suppression; B is C, or 1 where classes share boxes; the score of a prediction that cannot be a detection is −1.</para>
    /// </remarks>
    /// <exception cref="ArgumentException">Options contradict each other.</exception>
    /// <exception cref="NotSupportedException">A part has no ONNX form; the message names the module.</exception>
    /// <exception cref="InvalidOperationException">Another thread is using the detector, or its weights are on another device.</exception>
    public void ExportOnnx(string path, ExportOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var model = ToOnnx(options ?? new());
        AtomicFile.Write(path, stream => model.WriteTo(stream));
    }

    /// <summary>The detector as an ONNX model.</summary>
    internal ModelProto ToOnnx(ExportOptions options)
    {
        options.Check();
        if (options.Raw && !HasSecondStage) throw new ArgumentException("Without a second stage there are no predictions before suppression; export without Raw.", nameof(options));
        if (Device.IsCuda) throw new InvalidOperationException("The detector is on a GPU; move it with To(Device.Cpu) to export it.");
        using var usage = Enter();
        using var evaluation = EvaluationMode.Enter();
        using var inference = InferenceMode.Enter();
        using var scope = TensorScope.Enter();
        using var layers = LayerEngine.Use(null);
        var graph = new GraphBuilder();
        var weights = State().ToDictionary(static s => s.Tensor, static s => s.Name);
        var detector = new DetectorGraph(graph, new NetworkExport(graph, weights), options);
        var (height, width, images) = Lengths(options);
        var input = options.Batch
            ? graph.Input("images", DataType.Float, images, 3, height, width)
            : graph.Unsqueeze(graph.Input("image", DataType.Float, 3, height, width), 0);
        detector.Images = options.Batch && !detector.IsFixed ? graph.Length(input, 0) : graph.Number(options.Batch ? options.BatchSize : 1L);

        var placed = new TransformGraph(Transform, detector).Add(input, _backbone.LeastSide);
        var features = detector.Network.Trace(x => _neck.Forward(_backbone.Forward(x[0])) is var f ? [.. f.ForProposals, .. f.ForRegions] : [], placed.Input);
        var (forProposals, forRegions) = (features[.._neck.ProposalLevels.Count], features[_neck.ProposalLevels.Count..]);
        var proposals = _proposals.Export(detector, forProposals, placed);
        var found = _regions.Export(detector, forRegions, proposals, placed);
        var writer = new DetectionWriter(detector, placed, Classes.Count);
        if (found.Labels is null) writer.WriteRaw(found);
        else writer.Write(found, (regions, original, labels) => _masks.Export(detector, forRegions, regions, original, labels, placed));
        var version = typeof(Detector).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
        return graph.Build(OnnxOpset, version, Metadata().Append(new("gannet.version", version)));
    }

    private static (Dimension Height, Dimension Width, Dimension Images) Lengths(ExportOptions options) =>
        options.Fixed is { } size ? (size.Height, size.Width, options.BatchSize) : ("H", "W", "N");
}
