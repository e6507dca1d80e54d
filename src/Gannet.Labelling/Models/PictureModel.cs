using Gannet.Detection;
using Gannet.Runtime;

namespace Gannet.Labelling.Models;

/// <summary>Opens the two kinds of model files.</summary>
public static class PictureModel
{
    /// <summary>A model file of Gannet's own, or an ONNX graph.</summary>
    /// <param name="path">The file; ONNX graphs end in <c>.onnx</c>.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is not a model.</exception>
    public static IPictureModel Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return path.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase) ? new Graph(OnnxDetector.Load(path)) : new Own(Detector.Load(path));
    }

    private sealed class Own(Detector detector) : IPictureModel
    {
        public IReadOnlyList<string> Classes => detector.Classes;

        public IReadOnlyList<DetectedObject> Detect(Image picture) => detector.Detect([picture])[0];

        public void Dispose() => detector.Dispose();
    }

    private sealed class Graph(OnnxDetector detector) : IPictureModel
    {
        public IReadOnlyList<string> Classes => detector.Classes;

        public IReadOnlyList<DetectedObject> Detect(Image picture) => detector.Detect(picture, score: 0);

        public void Dispose() => detector.Dispose();
    }
}
