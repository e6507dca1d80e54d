using Gannet.Detection.Engines;
using Gannet.Detection.Merging;
using Gannet.Runtime;
using Gannet.Torch;

namespace Gannet.Detection.Pictures;

/// <summary>Makes picture models, whatever the format of their files.</summary>
public static class PictureModel
{
    // Large enough for every stage to see a few cells.
    private const int WarmUpSide = 64;

    private const string GraphPlatform = "onnx_onnxv1";

    /// <summary>Whether a file is an ONNX graph, by its name. Graphs need no libtorch, and take neither a device nor a precision.</summary>
    /// <param name="path">The file's name or path.</param>
    public static bool IsGraph(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Opens a model file of Gannet's own, compiles it, and detects once, so that nobody waits for that later; or an ONNX graph.</summary>
    /// <param name="path">The file; ONNX graphs end in <c>.onnx</c>.</param>
    /// <param name="device">Where the network runs; a graph always runs on the processor.</param>
    /// <param name="precision">Precision of the network's arithmetic; a graph has that of its file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is not a model.</exception>
    /// <remarks>Call it on the thread that detects: libtorch gives every thread that calls it a team of workers of its own. Device sync.</remarks>
    public static IPictureModel Open(string path, Device device = default, Precision precision = Precision.Float32)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (IsGraph(path)) return OfGraph(path);
        var detector = Detector.Load(path, device);
        try
        {
            detector.Compile(precision);
            detector.Detect([new Image(WarmUpSide, WarmUpSide)]);
            return Of(detector);
        }
        catch
        {
            detector.Dispose();
            throw;
        }
    }

    /// <summary>A detector, which looks in tiles where its own options ask for them.</summary>
    /// <param name="detector">The detector, which is disposed with the model.</param>
    /// <exception cref="InvalidOptionException">The side of the tiles is out of range, or the model has masks.</exception>
    public static IPictureModel Of(Detector detector)
    {
        ArgumentNullException.ThrowIfNull(detector);
        return TiledDetection.Of(detector) is { } tiled ? Of(detector, (picture, cancellation) => tiled.Detect(picture, score: 0, cancellation)) : Whole(detector);
    }

    /// <summary>A detector with a way of looking at a picture more than once.</summary>
    /// <param name="detector">The detector, which is disposed with the model.</param>
    /// <param name="look">Finds the objects in a picture with it, best first.</param>
    public static IPictureModel Of(Detector detector, Func<Image, CancellationToken, IReadOnlyList<DetectedObject>> look)
    {
        ArgumentNullException.ThrowIfNull(detector);
        ArgumentNullException.ThrowIfNull(look);
        return new SinglePictureModel(detector, detector.Classes, DetectorPictureModel.PlatformName, look);
    }

    /// <summary>A detector that looks once at the whole picture, whatever its options ask for.</summary>
    /// <param name="detector">The detector, which is disposed with the model.</param>
    /// <returns>A model whose pictures can have regions: <see cref="PreparedPicture.Input"/> with given regions.</returns>
    public static IPictureModel Whole(Detector detector)
    {
        ArgumentNullException.ThrowIfNull(detector);
        return new DetectorPictureModel(detector);
    }

    /// <summary>The objects in one picture, best first.</summary>
    /// <param name="model">The model.</param>
    /// <param name="picture">The picture, upright.</param>
    /// <param name="cancellation">Stops between two looks, where the picture is looked at more than once.</param>
    /// <inheritdoc cref="IPictureModel.Detect" path="/exception"/>
    /// <remarks>Device sync.</remarks>
    public static IReadOnlyList<DetectedObject> Detect(this IPictureModel model, Image picture, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.Detect([model.Prepare(picture)], cancellation)[0];
    }

    private static SinglePictureModel OfGraph(string path)
    {
        var graph = OnnxDetector.Load(path);
        return new(graph, graph.Classes, GraphPlatform, (picture, cancellation) => graph.Detect(picture, score: 0, cancellation));
    }
}
