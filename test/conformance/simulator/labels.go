package simulator

// The labels that SageMaker adds.
const (
	LabelEndpoint     = "aws.sagemaker.endpoint.name"
	LabelVariant      = "aws.sagemaker.variant.name"
	LabelComponent    = "aws.sagemaker.inference_component.name"
	LabelContainer    = "aws.sagemaker.container.id"
	LabelFramework    = "aws.sagemaker.inference_framework"
	LabelDirection    = "aws.sagemaker.scaling.direction"
	LabelOperation    = "aws.sagemaker.operation.type"
	LabelInstance     = "@resource.host.id"
	LabelInstanceType = "@resource.host.type"
	LabelZone         = "@resource.cloud.availability_zone"
	LabelAccount      = "@aws.account"
	LabelRegion       = "@aws.region"
)

// endpoint are the labels of everything.
func (c *collector) endpoint() []string {
	return []string{
		LabelEndpoint, c.config.Endpoint, LabelVariant, c.config.Variant,
		LabelAccount, c.config.Account, LabelRegion, c.config.Region,
	}
}

// labels are those of an instance.
func (i *Instance) labels() []string {
	return []string{LabelInstance, i.ID, LabelInstanceType, i.Type, LabelZone, i.Zone}
}

// labels are those of a copy.
func (s *server) labels() []string {
	return append(s.instance.labels(), LabelComponent, s.component.Name, LabelContainer, s.copy.ContainerID)
}
