using Gannet.Runtime;

namespace Gannet.Detection.Pictures;

/// <summary>An ONNX graph from <c>gannet model export</c>, which needs no native library and takes one picture at a time.</summary>
internal sealed class GraphPictureModel(OnnxDetector detector) : IPictureModel
{
    public IReadOnlyList<string> Classes => detector.Classes;

    public string Platform => "onnx_onnxv1";

    public int MostTogether => 1;

    public int BestTogether => 1;

    public PreparedPicture Prepare(Image picture, float[]? buffer = null)
    {
        ArgumentNullException.ThrowIfNull(picture);
        return new(picture.Width, picture.Height) { Pixels = picture };
    }

    public IReadOnlyList<DetectedObject>[] Detect(IReadOnlyList<PreparedPicture> pictures, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        return [.. pictures.Select(picture => detector.Detect(picture.Pixels!, score: 0, cancellation))];
    }

    public void Dispose() => detector.Dispose();
}
