namespace Gannet.Datasets;

/// <summary>File format of the annotations.</summary>
public enum AnnotationFormat
{
    /// <summary>COCO JSON: one file per split with <c>images</c>, <c>annotations</c> and <c>categories</c>.</summary>
    Coco,

    /// <summary>Pascal VOC XML: one file per picture, in the VOC folders or beside the pictures.</summary>
    Voc,

    /// <summary>YOLO: a <c>data.yaml</c> and one text file per picture, with coordinates as fractions of the picture size.</summary>
    Yolo,

    /// <summary>CSV: one row per box, with the columns filename, width, height, class, xmin, ymin, xmax, ymax.</summary>
    Csv,

    /// <summary>LabelMe: one JSON file per picture, with its shapes. Can be read but not written.</summary>
    LabelMe,
}
