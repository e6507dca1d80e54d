namespace Gannet.Labelling.Models;

/// <summary>A detector that suggests boxes. It is made, used and disposed on one thread.</summary>
public interface IPictureModel : IDisposable
{
    /// <summary>Names of the classes, by label.</summary>
    IReadOnlyList<string> Classes { get; }

    /// <summary>What it finds in a picture, best first, doubtful detections too.</summary>
    /// <param name="picture">The picture.</param>
    IReadOnlyList<DetectedObject> Detect(Image picture);
}
