namespace UnityEditor
{
    public enum SerializedPropertyType
    {
        Integer = 0,
        Boolean = 1,
        Float = 2,
        String = 3,
        Vector3 = 9,
    }
}
