namespace Gannet.Datasets.Writing;

/// <summary>What a written data set does with its pictures.</summary>
public enum ImagePlacement
{
    /// <summary>Copies them into the new data set.</summary>
    Copy,

    /// <summary>Places symbolic links to them in the new data set.</summary>
    Link,

    /// <summary>Writes annotations only.</summary>
    None,
}
