namespace Gannet.Detection.Pictures;

/// <summary>A model that takes one picture at a time, as pixels: an ONNX graph, or a detector that looks in tiles or in several views.</summary>
/// <param name="owner">What is disposed with it.</param>
/// <param name="classes">Names of the classes, by label.</param>
/// <param name="platform">What runs it.</param>
/// <param name="look">Finds the objects in a picture, best first.</param>
internal sealed class SinglePictureModel(
    IDisposable owner, IReadOnlyList<string> classes, string platform, Func<Image, CancellationToken, IReadOnlyList<DetectedObject>> look) : IPictureModel
{
    public IReadOnlyList<string> Classes => classes;

    public string Platform => platform;

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
        return [.. pictures.Select(picture => look(picture.Pixels!, cancellation))];
    }

    public void Dispose() => owner.Dispose();
}
