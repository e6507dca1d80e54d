namespace Gannet.Datasets;

/// <summary>How annotations lie on disk.</summary>
public enum AnnotationFormat
{
    /// <summary>COCO JSON: one file a split with <c>images</c>, <c>annotations</c> and <c>categories</c>.</summary>
    Coco,

    /// <summary>Pascal VOC XML: one file a picture, in the VOC folders or beside the pictures.</summary>
    Voc,

    /// <summary>YOLO: a <c>data.yaml</c> and one text file a picture, coordinates as shares of the picture.</summary>
    Yolo,

    /// <summary>CSV: one row a box, with the columns filename, width, height, class, xmin, ymin, xmax, ymax.</summary>
    Csv,

    /// <summary>LabelMe: a JSON file a picture, with its shapes. Read, not written.</summary>
    LabelMe,
}
