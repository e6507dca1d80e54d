using Gannet.Detection.Export;
using Gannet.Runtime;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Gannet.Detection.Tests.Export;

/// <summary>An exported detector in ONNX Runtime, and in ours.</summary>
internal sealed class OnnxRuntimeRun : IDisposable
{
    private readonly InferenceSession _session;
    private readonly OnnxDetector? _own;

    public OnnxRuntimeRun(Detector detector, ExportOptions? options = null)
    {
        using var settings = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        var model = detector.ToOnnx(options ?? new()).ToByteArray();
        _session = new InferenceSession(model, settings);
        if (options is not { Batch: true } and not { Raw: true }) _own = new OnnxDetector(OnnxSession.Load(model), "the export");
    }

    public IReadOnlyDictionary<string, string> Metadata => _session.ModelMetadata.CustomMetadataMap;

    public IReadOnlyDictionary<string, NodeMetadata> Outputs => _session.OutputMetadata;

    /// <summary>The detections in one picture.</summary>
    public DetectedObject[] Detect(Image picture)
    {
        using var results = Run("image", [3, picture.Height, picture.Width], Pixels(picture));
        var (boxes, labels, scores) = (Floats(results, "boxes"), Labels(results), Floats(results, "scores"));
        Assert.Equal(4 * scores.Length, boxes.Length);
        return [.. scores.Select((score, k) => new DetectedObject(BoxAt(boxes, k), (int)labels[k], score))];
    }

    /// <summary>The detections in each of several pictures of one size.</summary>
    public DetectedObject[][] Detect(IReadOnlyList<Image> pictures)
    {
        using var results = Run("images", [pictures.Count, 3, pictures[0].Height, pictures[0].Width], [.. pictures.SelectMany(Pixels)]);
        var (boxes, labels, scores) = (Floats(results, "boxes"), Labels(results), Floats(results, "scores"));
        var counts = ((DenseTensor<long>)results.First(static r => r.Name == "counts").Value).Buffer.ToArray();
        Assert.Equal(pictures.Count, counts.Length);
        var (found, start, perPicture) = (new DetectedObject[counts.Length][], 0, scores.Length / counts.Length);
        var isFixed = _session.OutputMetadata["scores"].Dimensions.Length == 2;
        for (var n = 0; n < found.Length; n++)
        {
            var from = isFixed ? n * perPicture : start;
            found[n] = [.. Enumerable.Range(from, (int)counts[n]).Select(k => new DetectedObject(BoxAt(boxes, k), (int)labels[k], scores[k]))];
            start += (int)counts[n];
        }

        return found;
    }

    /// <summary>Every output of a picture, by name, with its shape.</summary>
    public Dictionary<string, (int[] Shape, Array Values)> All(Image picture)
    {
        using var results = Run("image", [3, picture.Height, picture.Width], Pixels(picture));
        return results.ToDictionary(static r => r.Name, static r => r.Value switch
        {
            DenseTensor<float> f => (f.Dimensions.ToArray(), (Array)f.Buffer.ToArray()),
            DenseTensor<long> l => (l.Dimensions.ToArray(), l.Buffer.ToArray()),
            DenseTensor<bool> b => (b.Dimensions.ToArray(), b.Buffer.ToArray()),
            _ => throw new InvalidOperationException(r.Name),
        });
    }

    /// <summary>The detections in one picture by our own runtime.</summary>
    public IReadOnlyList<DetectedObject> DetectByRuntime(Image picture) => _own!.Detect(picture, score: 0);

    public void Dispose()
    {
        _session.Dispose();
        _own?.Dispose();
    }

    private IDisposableReadOnlyCollection<DisposableNamedOnnxValue> Run(string name, int[] shape, float[] values) =>
        _session.Run([NamedOnnxValue.CreateFromTensor(name, new DenseTensor<float>(values, shape))]);

    private static float[] Floats(IEnumerable<DisposableNamedOnnxValue> results, string name) =>
        ((DenseTensor<float>)results.First(r => r.Name == name).Value).Buffer.ToArray();

    private static long[] Labels(IEnumerable<DisposableNamedOnnxValue> results) => ((DenseTensor<long>)results.First(static r => r.Name == "labels").Value).Buffer.ToArray();

    private static Box BoxAt(float[] boxes, int k) => new(boxes[4 * k], boxes[4 * k + 1], boxes[4 * k + 2], boxes[4 * k + 3]);

    private static float[] Pixels(Image picture)
    {
        var area = picture.Height * picture.Width;
        var values = new float[3 * area];
        for (var k = 0; k < area; k++)
        {
            for (var c = 0; c < 3; c++) values[c * area + k] = picture.Pixels[3 * k + c] / 255f;
        }

        return values;
    }
}
