<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh-CN" sourcelanguage="en-US">
  <context>
    <name>PCRPredictor</name>
    <message>
      <source>Pathological Complete Response (PCR) Predictor</source>
      <translation>病理完全缓解（PCR）预测</translation>
    </message>
    <message>
      <source>Scores pathological complete response of hepatocellular carcinoma after conversion therapy from arterial and portal-vein CT, and shows what each radiomic feature contributed. Research use only. Nothing is sent anywhere.&lt;br&gt;See the &lt;a href="{home}#readme"&gt;documentation&lt;/a&gt;, the &lt;a href="{home}/blob/main/Docs/tutorial.md"&gt;tutorial&lt;/a&gt; and &lt;a href="{home}/blob/main/Docs/meaning.md"&gt;what the numbers mean&lt;/a&gt;.</source>
      <translation>根据动脉期和门静脉期 CT 评估肝细胞癌转化治疗后达到病理完全缓解的概率，并显示每个影像组学特征的贡献。仅供研究使用。不向任何地方发送数据。&lt;br&gt;请参阅&lt;a href="{home}#readme"&gt;文档&lt;/a&gt;、&lt;a href="{home}/blob/main/Docs/tutorial.md"&gt;教程&lt;/a&gt;和&lt;a href="{home}/blob/main/Docs/meaning.md"&gt;数值的含义&lt;/a&gt;。</translation>
    </message>
    <message>
      <source>The published models are those of Wen et al. 2024; the features follow GE's A.K. software.</source>
      <translation>已发表的模型来自 Wen 等（2024 年）；特征遵循 GE 的 A.K. 软件。</translation>
    </message>
  </context>
  <context>
    <name>PCRPredictorCalibration</name>
    <message>
      <source>&amp;Feature table:</source>
      <translation>特征表(&amp;F)：</translation>
    </message>
    <message>
      <source>&amp;Outcome column:</source>
      <translation>结局列(&amp;O)：</translation>
    </message>
    <message>
      <source>&amp;Prevalence (%):</source>
      <translation>患病比例 (%)(&amp;P)：</translation>
    </message>
    <message>
      <source>&amp;Save as:</source>
      <translation>另存为(&amp;S)：</translation>
    </message>
    <message>
      <source>CSV with one row a patient: the model's feature columns and an outcome.</source>
      <translation>每位患者一行的 CSV：模型所用的特征列和一个结局列。</translation>
    </message>
    <message>
      <source>Column that tells pCR (1) from none (0).</source>
      <translation>区分 pCR（1）与非 pCR（0）的列。</translation>
    </message>
    <message>
      <source>File of the calibration (.json).</source>
      <translation>校准文件（.json）。</translation>
    </message>
    <message>
      <source>Make a calibration</source>
      <translation>制作校准</translation>
    </message>
    <message>
      <source>Means and standard deviations come from the cohort's features, the intercept and the cut-off from its outcomes. Research use only.</source>
      <translation>均值和标准差取自队列的特征，截距和截断值取自其结局。仅供研究使用。</translation>
    </message>
    <message>
      <source>Share of patients with a pCR in the population.</source>
      <translation>人群中达到 pCR 的患者比例。</translation>
    </message>
    <message>
      <source>The cohort's outcomes are known: intercept and cut-off are fitted to them.</source>
      <translation>队列的结局已知：按结局拟合截距和截断值。</translation>
    </message>
    <message>
      <source>The outcomes are unknown: the mean probability is set to this share. No cut-off results.</source>
      <translation>结局未知：将平均概率设为该比例。不产生截断值。</translation>
    </message>
  </context>
  <context>
    <name>PCRPredictorContours</name>
    <message>
      <source>&amp;Undo</source>
      <translation>撤销(&amp;U)</translation>
    </message>
    <message>
      <source>A&amp;rterial phase</source>
      <translation>动脉期(&amp;R)</translation>
    </message>
    <message>
      <source>Accep&amp;t</source>
      <translation>接受(&amp;T)</translation>
    </message>
    <message>
      <source>Add an empty segment for the tumor on this phase.</source>
      <translation>在此期上为肿瘤添加一个空的分割区域。</translation>
    </message>
    <message>
      <source>Align the phases around this contour and carry it across, to be refined there.</source>
      <translation>在此轮廓周围配准两期图像，把轮廓带到另一期并在那里修整。</translation>
    </message>
    <message>
      <source>Belongs</source>
      <translation>属于病灶</translation>
    </message>
    <message>
      <source>Click both edges of the lesion across its longest diameter; it is proposed anew, and what was edited since is dropped.</source>
      <translation>点击病灶在最长径横向上的两个边缘；将重新生成建议轮廓，此后的修改会被丢弃。</translation>
    </message>
    <message>
      <source>Click both ends of a stroke over lesion that was left out; it is proposed anew, and what was edited since is dropped.</source>
      <translation>在被遗漏的病灶部分上点击一条线段的两端；将重新生成建议轮廓，此后的修改会被丢弃。</translation>
    </message>
    <message>
      <source>Click both ends of a stroke over what is no lesion; it is proposed anew, and what was edited since is dropped.</source>
      <translation>在不是病灶的部分上点击一条线段的两端；将重新生成建议轮廓，此后的修改会被丢弃。</translation>
    </message>
    <message>
      <source>Click both ends of the lesion's longest diameter on one slice; its contour is proposed, to be looked at and corrected.</source>
      <translation>在同一层面上点击病灶最长径的两端；将建议其轮廓，供查看和修改。</translation>
    </message>
    <message>
      <source>Contour the arterial phase. A click into its view does the same.</source>
      <translation>勾画动脉期。点击其视图效果相同。</translation>
    </message>
    <message>
      <source>Contour the portal venous phase. A click into its view does the same.</source>
      <translation>勾画门静脉期。点击其视图效果相同。</translation>
    </message>
    <message>
      <source>Contours</source>
      <translation>轮廓</translation>
    </message>
    <message>
      <source>Cop&amp;y to the other phase</source>
      <translation>复制到另一期(&amp;Y)</translation>
    </message>
    <message>
      <source>Does not belong</source>
      <translation>不属于病灶</translation>
    </message>
    <message>
      <source>Keep the contour that was carried across.</source>
      <translation>保留带过来的轮廓。</translation>
    </message>
    <message>
      <source>Line across</source>
      <translation>横径线</translation>
    </message>
    <message>
      <source>New c&amp;ontour</source>
      <translation>新建轮廓(&amp;O)</translation>
    </message>
    <message>
      <source>Portal ve&amp;nous phase</source>
      <translation>门静脉期(&amp;N)</translation>
    </message>
    <message>
      <source>Propose from a diameter</source>
      <translation>由直径建议轮廓</translation>
    </message>
    <message>
      <source>Remove the contour that was carried across and choose the former one again.</source>
      <translation>删除带过来的轮廓，重新选用先前的轮廓。</translation>
    </message>
    <message>
      <source>Set the gray values of both phases to a window.</source>
      <translation>为两期图像设置灰度窗。</translation>
    </message>
    <message>
      <source>Show both phases side by side, scrolling together.</source>
      <translation>并排显示两期图像并同步滚动。</translation>
    </message>
    <message>
      <source>Vie&amp;w side by side</source>
      <translation>并排显示(&amp;W)</translation>
    </message>
  </context>
  <context>
    <name>PCRPredictorFeatureTable</name>
    <message>
      <source>CSV that lists the images and contours of both phases of every case.</source>
      <translation>列出每个病例两期图像和轮廓的 CSV。</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>取消</translation>
    </message>
    <message>
      <source>Compute all features of both phases of every case, beside Slicer, which stays usable.</source>
      <translation>在 Slicer 之外计算每个病例两期的全部特征，其间 Slicer 仍可使用。</translation>
    </message>
    <message>
      <source>Compute features</source>
      <translation>计算特征</translation>
    </message>
    <message>
      <source>End the computation; what is done is kept.</source>
      <translation>结束计算；已完成的部分会保留。</translation>
    </message>
    <message>
      <source>Every case with its contours, warnings and outliers, in the browser.</source>
      <translation>在浏览器中查看每个病例及其轮廓、警告和离群值。</translation>
    </message>
    <message>
      <source>Feature table</source>
      <translation>特征表</translation>
    </message>
    <message>
      <source>Folder for the feature table and the cohort report. The same one again goes on where an earlier run ended.</source>
      <translation>存放特征表和队列报告的文件夹。再次选择同一文件夹会从上次结束处继续。</translation>
    </message>
    <message>
      <source>Folder:</source>
      <translation>文件夹：</translation>
    </message>
    <message>
      <source>Guess the cases from the patients of the scene, for you to review, and write their images and a manifest.</source>
      <translation>根据场景中的患者推测病例供您核对，并写出其图像和清单。</translation>
    </message>
    <message>
      <source>Make one from the scene...</source>
      <translation>由场景生成...</translation>
    </message>
    <message>
      <source>Manifest:</source>
      <translation>清单：</translation>
    </message>
    <message>
      <source>Open the cohort report</source>
      <translation>打开队列报告</translation>
    </message>
    <message>
      <source>Phases computed, and the time left.</source>
      <translation>已计算的期数和剩余时间。</translation>
    </message>
    <message>
      <source>What could not be measured, why, and what to do about it.</source>
      <translation>哪些未能测量、原因以及处理办法。</translation>
    </message>
  </context>
  <context>
    <name>PCRPredictorInputs</name>
    <message>
      <source>&amp;Arterial phase:</source>
      <translation>动脉期(&amp;A)：</translation>
    </message>
    <message>
      <source>&amp;Portal phase:</source>
      <translation>门静脉期(&amp;P)：</translation>
    </message>
    <message>
      <source>Add the contours of a DICOM SEG, RTSTRUCT or label image that were drawn on the arterial volume.</source>
      <translation>加入在动脉期图像上勾画的轮廓（DICOM SEG、RTSTRUCT 或标签图像）。</translation>
    </message>
    <message>
      <source>Add the contours of a DICOM SEG, RTSTRUCT or label image that were drawn on the portal volume.</source>
      <translation>加入在门静脉期图像上勾画的轮廓（DICOM SEG、RTSTRUCT 或标签图像）。</translation>
    </message>
    <message>
      <source>Arterial contour from file...</source>
      <translation>从文件打开动脉期轮廓...</translation>
    </message>
    <message>
      <source>CT volume of the arterial phase. Guessed from the series description where it says so; confirm or correct it.</source>
      <translation>动脉期的 CT 体数据。序列描述中有说明时据此推测；请确认或更正。</translation>
    </message>
    <message>
      <source>CT volume of the portal venous phase. Guessed from the series description where it says so; confirm or correct it.</source>
      <translation>门静脉期的 CT 体数据。序列描述中有说明时据此推测；请确认或更正。</translation>
    </message>
    <message>
      <source>Confirm</source>
      <translation>确认</translation>
    </message>
    <message>
      <source>Contour:</source>
      <translation>轮廓：</translation>
    </message>
    <message>
      <source>Load &amp;sample patient</source>
      <translation>载入示例患者(&amp;S)</translation>
    </message>
    <message>
      <source>Patient</source>
      <translation>患者</translation>
    </message>
    <message>
      <source>Portal contour from file...</source>
      <translation>从文件打开门静脉期轮廓...</translation>
    </message>
    <message>
      <source>Put a simulated two-phase liver CT with contours into the scene, to try the module. Nothing is downloaded.</source>
      <translation>将带轮廓的模拟双期肝脏 CT 放入场景以试用本模块。不下载任何内容。</translation>
    </message>
    <message>
      <source>Segment that outlines the tumor on the arterial phase.</source>
      <translation>在动脉期上勾画肿瘤的分割区域。</translation>
    </message>
    <message>
      <source>Segment that outlines the tumor on the portal venous phase.</source>
      <translation>在门静脉期上勾画肿瘤的分割区域。</translation>
    </message>
    <message>
      <source>Segmentation that holds the tumor's contour on the arterial phase.</source>
      <translation>包含动脉期肿瘤轮廓的分割。</translation>
    </message>
    <message>
      <source>Segmentation that holds the tumor's contour on the portal venous phase.</source>
      <translation>包含门静脉期肿瘤轮廓的分割。</translation>
    </message>
    <message>
      <source>The guessed volume is indeed the arterial phase.</source>
      <translation>推测的体数据确为动脉期。</translation>
    </message>
    <message>
      <source>The guessed volume is indeed the portal venous phase.</source>
      <translation>推测的体数据确为门静脉期。</translation>
    </message>
  </context>
  <context>
    <name>PCRPredictorLesion</name>
    <message>
      <source>Go to lesion</source>
      <translation>转到病灶</translation>
    </message>
    <message>
      <source>Live</source>
      <translation>实时</translation>
    </message>
    <message>
      <source>Score again after each finished edit of a contour.</source>
      <translation>每次完成轮廓编辑后重新评分。</translation>
    </message>
    <message>
      <source>Show the largest slice of this contour in both views.</source>
      <translation>在两个视图中显示此轮廓最大的层面。</translation>
    </message>
    <message>
      <source>The last score of the contours.</source>
      <translation>轮廓的最近一次评分。</translation>
    </message>
    <message>
      <source>Volume of the contour, and the largest distance between two of its voxels.</source>
      <translation>轮廓的体积，以及其两个体素之间的最大距离。</translation>
    </message>
  </context>
  <context>
    <name>PCRPredictorModel</name>
    <message>
      <source>&amp;Model:</source>
      <translation>模型(&amp;M)：</translation>
    </message>
    <message>
      <source>Cali&amp;bration:</source>
      <translation>校准(&amp;B)：</translation>
    </message>
    <message>
      <source>Calibrate this model on the feature table of your own reference cohort.</source>
      <translation>用您自己参考队列的特征表校准此模型。</translation>
    </message>
    <message>
      <source>Make a calibration...</source>
      <translation>制作校准...</translation>
    </message>
    <message>
      <source>Model</source>
      <translation>模型</translation>
    </message>
    <message>
      <source>Model card</source>
      <translation>模型卡</translation>
    </message>
    <message>
      <source>Open a calibration file (.json).</source>
      <translation>打开校准文件（.json）。</translation>
    </message>
    <message>
      <source>Open a model file (.json).</source>
      <translation>打开模型文件（.json）。</translation>
    </message>
    <message>
      <source>Open...</source>
      <translation>打开...</translation>
    </message>
    <message>
      <source>Published models and the model files you opened.</source>
      <translation>已发表的模型以及您打开的模型文件。</translation>
    </message>
    <message>
      <source>Scaling, intercept and cut-off from a reference cohort. Simulated ones only serve to try the module.</source>
      <translation>来自参考队列的标准化参数、截距和截断值。模拟的校准仅供试用本模块。</translation>
    </message>
    <message>
      <source>What to know of this model before trusting its number.</source>
      <translation>在采信此模型的数值之前应了解的内容。</translation>
    </message>
  </context>
  <context>
    <name>PCRPredictorResult</name>
    <message>
      <source>&amp;Cancel</source>
      <translation>取消(&amp;C)</translation>
    </message>
    <message>
      <source>&amp;Live</source>
      <translation>实时(&amp;L)</translation>
    </message>
    <message>
      <source>Color the parts of the lesion that raise the score and those that lower it, over both phases.</source>
      <translation>在两期图像上为病灶中提高评分和降低评分的部分着色。</translation>
    </message>
    <message>
      <source>Compute the model's features of both phases and the probability.</source>
      <translation>计算模型在两期上的特征以及概率。</translation>
    </message>
    <message>
      <source>Contour stability</source>
      <translation>轮廓稳定性</translation>
    </message>
    <message>
      <source>E&amp;xplain: table of features</source>
      <translation>解释：特征表(&amp;X)</translation>
    </message>
    <message>
      <source>Give up the running computation.</source>
      <translation>放弃正在进行的计算。</translation>
    </message>
    <message>
      <source>How uncertain the number and the cut-off are.</source>
      <translation>该数值和截断值的不确定程度。</translation>
    </message>
    <message>
      <source>On which side of the cut-off, or why that cannot be said.</source>
      <translation>位于截断值的哪一侧，或为何无法判断。</translation>
    </message>
    <message>
      <source>Pre&amp;dict</source>
      <translation>预测(&amp;D)</translation>
    </message>
    <message>
      <source>Predict although names, times or contours speak against the choice of the phases. The result will say so.</source>
      <translation>尽管名称、时间或轮廓与所选的期相矛盾，仍进行预测。结果中会注明。</translation>
    </message>
    <message>
      <source>Prediction</source>
      <translation>预测</translation>
    </message>
    <message>
      <source>Probability of pathological complete response.</source>
      <translation>病理完全缓解的概率。</translation>
    </message>
    <message>
      <source>Progress of the running computation.</source>
      <translation>正在进行的计算的进度。</translation>
    </message>
    <message>
      <source>Score again after each finished edit of a contour.</source>
      <translation>每次完成轮廓编辑后重新评分。</translation>
    </message>
    <message>
      <source>Score contours drawn a little differently, and see how far the probability moves.</source>
      <translation>为略有不同的轮廓评分，查看概率变化的幅度。</translation>
    </message>
    <message>
      <source>Show value and contribution of each feature below the two phases.</source>
      <translation>在两期图像下方显示每个特征的数值和贡献。</translation>
    </message>
    <message>
      <source>The phases are right: confirm</source>
      <translation>两期选择无误：确认</translation>
    </message>
    <message>
      <source>The probability on a scale from 0 to 100 %, with the cut-off where one is valid; gray between its uncertain ends.</source>
      <translation>0 至 100 % 标尺上的概率；有有效截断值时一并标出，其不确定范围以灰色表示。</translation>
    </message>
    <message>
      <source>The statistics behind it.</source>
      <translation>其背后的统计数据。</translation>
    </message>
    <message>
      <source>What to know before trusting this number.</source>
      <translation>在采信此数值之前应了解的内容。</translation>
    </message>
    <message>
      <source>Where the model loo&amp;ks</source>
      <translation>模型关注之处(&amp;K)</translation>
    </message>
    <message>
      <source>Where this patient lies among the reference cohort in each feature, and what that does to the probability.</source>
      <translation>该患者的每个特征在参考队列中所处的位置，以及对概率的影响。</translation>
    </message>
    <message>
      <source>Why this case lies outside.</source>
      <translation>此病例为何超出范围。</translation>
    </message>
  </context>
  <context>
    <name>PCRPredictorSceneCohort</name>
    <message>
      <source>A cohort from the scene</source>
      <translation>由场景生成队列</translation>
    </message>
    <message>
      <source>Folder, new or empty, for manifest.csv and the images of each case.</source>
      <translation>用于存放 manifest.csv 和各病例图像的新建或空文件夹。</translation>
    </message>
    <message>
      <source>Guessed from the names of volumes and segments. Tick each case after you have checked it; its images and contours are written as the scene shows them. The case id goes into every file: no patient's name or number.</source>
      <translation>根据体数据和分割区域的名称推测。请逐一核对后勾选病例；其图像和轮廓将按场景所示写出。病例编号会写入每个文件：请勿使用患者姓名或号码。</translation>
    </message>
    <message>
      <source>New &amp;folder:</source>
      <translation>新文件夹(&amp;F)：</translation>
    </message>
    <message>
      <source>One row a patient of the scene, or an outermost folder. The case id can be edited.</source>
      <translation>场景中每位患者（或每个最外层文件夹）一行。病例编号可编辑。</translation>
    </message>
  </context>
  <context>
    <name>PCRPredictorTakeAway</name>
    <message>
      <source>All features (CSV)...</source>
      <translation>全部特征（CSV）...</translation>
    </message>
    <message>
      <source>All features to a table</source>
      <translation>全部特征存为表格</translation>
    </message>
    <message>
      <source>Case &amp;id:</source>
      <translation>病例编号(&amp;I)：</translation>
    </message>
    <message>
      <source>Compute all features of both phases into a table node.</source>
      <translation>计算两期的全部特征并存入表格节点。</translation>
    </message>
    <message>
      <source>Compute all features of both phases into one row of a cohort table.</source>
      <translation>计算两期的全部特征并存为队列表中的一行。</translation>
    </message>
    <message>
      <source>Name of the case in the CSV. Use no patient's name or number.</source>
      <translation>CSV 中的病例名称。请勿使用患者姓名或号码。</translation>
    </message>
    <message>
      <source>Prediction (&amp;JSON)...</source>
      <translation>预测（JSON）(&amp;J)...</translation>
    </message>
    <message>
      <source>Report (HTML)...</source>
      <translation>报告（HTML）...</translation>
    </message>
    <message>
      <source>Report (PDF)...</source>
      <translation>报告（PDF）...</translation>
    </message>
    <message>
      <source>Save and export</source>
      <translation>保存与导出</translation>
    </message>
    <message>
      <source>Save one page with pictures, charts and warnings for a person.</source>
      <translation>保存一页供人阅读的图像、图表和警告。</translation>
    </message>
    <message>
      <source>Save the prediction with contributions, warnings and provenance for a program.</source>
      <translation>保存供程序读取的预测及其贡献、警告和来源。</translation>
    </message>
    <message>
      <source>Save the same page on A4 sheets, to be filed or printed. Needs the Python package weasyprint.</source>
      <translation>将同一页面保存为 A4 页面，用于归档或打印。需要 Python 软件包 weasyprint。</translation>
    </message>
  </context>
  <context>
    <name>PCRPredictorTraining</name>
    <message>
      <source>Also the paper's protocol</source>
      <translation>同时采用论文的方案</translation>
    </message>
    <message>
      <source>CSV with one row a patient: features and the outcome.</source>
      <translation>每位患者一行的 CSV：特征和结局。</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>取消</translation>
    </message>
    <message>
      <source>Column that tells who had a complete response.</source>
      <translation>说明谁达到完全缓解的列。</translation>
    </message>
    <message>
      <source>End the training; nothing is written.</source>
      <translation>结束训练；不写出任何内容。</translation>
    </message>
    <message>
      <source>Feature table:</source>
      <translation>特征表：</translation>
    </message>
    <message>
      <source>Folder for the models, their validation and the report. Files of an earlier training in it are replaced.</source>
      <translation>存放模型、验证结果和报告的文件夹。其中先前训练的文件会被替换。</translation>
    </message>
    <message>
      <source>Folder:</source>
      <translation>文件夹：</translation>
    </message>
    <message>
      <source>How good the models are, and what speaks against them, in the browser.</source>
      <translation>在浏览器中查看模型的优劣及其不足。</translation>
    </message>
    <message>
      <source>Open the validation report</source>
      <translation>打开验证报告</translation>
    </message>
    <message>
      <source>Outcome:</source>
      <translation>结局：</translation>
    </message>
    <message>
      <source>Response is:</source>
      <translation>缓解对应：</translation>
    </message>
    <message>
      <source>The present stage of training, and its time left.</source>
      <translation>当前的训练阶段和剩余时间。</translation>
    </message>
    <message>
      <source>To see its optimism: the paper's own protocol lets test patients leak into training; the report says by how much its AUC is too high.</source>
      <translation>用以观察其乐观偏差：论文自身的方案会让测试患者泄漏到训练中；报告会说明其 AUC 偏高多少。</translation>
    </message>
    <message>
      <source>Train a SMOTE-radiomics model and the plain one beside it, and validate both by nested cross-validation.</source>
      <translation>训练 SMOTE 影像组学模型和与之对照的普通模型，并用嵌套交叉验证评估两者。</translation>
    </message>
    <message>
      <source>Train and validate</source>
      <translation>训练并验证</translation>
    </message>
    <message>
      <source>Training</source>
      <translation>训练</translation>
    </message>
    <message>
      <source>Which of the two outcomes means a complete response.</source>
      <translation>两种结局中哪一种表示完全缓解。</translation>
    </message>
  </context>
  <context>
    <name>cohort.calibration_making</name>
    <message>
      <source>Choose the feature table of the reference cohort.</source>
      <translation>请选择参考队列的特征表。</translation>
    </message>
    <message>
      <source>Choose the file to save the calibration in.</source>
      <translation>请选择保存校准的文件。</translation>
    </message>
    <message>
      <source>Choose the outcome column, or state a prevalence.</source>
      <translation>请选择结局列，或给出患病比例。</translation>
    </message>
    <message>
      <source>{path} cannot be read as a table ({error}); choose a CSV file in UTF-8.</source>
      <translation>{path} 无法作为表格读取（{error}）；请选择 UTF-8 编码的 CSV 文件。</translation>
    </message>
  </context>
  <context>
    <name>cohort.child_job</name>
    <message>
      <source>The process that computes ended without a word (code {code}), most often because memory ran out; start it again, what was computed before is kept.</source>
      <translation>计算进程无提示地结束（代码 {code}），多因内存耗尽；请重新启动，先前的计算结果会保留。</translation>
    </message>
    <message>
      <source>{counted}, about {seconds_left:.0f} min left</source>
      <translation>{counted}，约剩 {seconds_left:.0f} 分钟</translation>
    </message>
    <message>
      <source>{counted}, about {seconds_left:.0f} s left</source>
      <translation>{counted}，约剩 {seconds_left:.0f} 秒</translation>
    </message>
    <message>
      <source>{stage}: {done} of {total}</source>
      <translation>{stage}：已完成 {done} / {total}</translation>
    </message>
  </context>
  <context>
    <name>cohort.feature_table</name>
    <message>
      <source> Simulated data.</source>
      <translation>模拟数据。</translation>
    </message>
    <message>
      <source> {done} of {total} phases are done and kept;</source>
      <translation> 已完成并保留 {done} / {total} 期；</translation>
    </message>
    <message>
      <source> {failures} phases failed, as listed.</source>
      <translation> {failures} 期失败，见列表。</translation>
    </message>
    <message>
      <source> {kept} phases were kept from an earlier run.</source>
      <translation> {kept} 期沿用先前的结果。</translation>
    </message>
    <message>
      <source>Cancelled.{done} Compute goes on from there.</source>
      <translation>已取消。{done} 再次计算会从该处继续。</translation>
    </message>
    <message>
      <source>Choose a manifest, or make one from the scene.</source>
      <translation>请选择清单，或由场景生成。</translation>
    </message>
    <message>
      <source>Choose the folder for the feature table.</source>
      <translation>请选择存放特征表的文件夹。</translation>
    </message>
    <message>
      <source>Features are being computed; wait for the end or cancel.</source>
      <translation>正在计算特征；请等待结束或取消。</translation>
    </message>
    <message>
      <source>The folder holds results of an earlier run; what has not changed since is kept.</source>
      <translation>文件夹中有先前运行的结果；此后未改变的部分会保留。</translation>
    </message>
    <message>
      <source>{measured} of {cases} cases are in {table}.{failed}{kept} Look at the cohort report before using the table. Research use only.{simulated}</source>
      <translation>{cases} 个病例中有 {measured} 个已写入 {table}。{failed}{kept} 使用该表前请查看队列报告。仅供研究使用。{simulated}</translation>
    </message>
  </context>
  <context>
    <name>cohort.model_training</name>
    <message>
      <source> Simulated data.</source>
      <translation>模拟数据。</translation>
    </message>
    <message>
      <source>A model is being trained; wait for the end or cancel.</source>
      <translation>正在训练模型；请等待结束或取消。</translation>
    </message>
    <message>
      <source>Cancelled; nothing was written.</source>
      <translation>已取消；未写出任何内容。</translation>
    </message>
    <message>
      <source>Choose a feature table with outcomes.</source>
      <translation>请选择含结局的特征表。</translation>
    </message>
    <message>
      <source>Choose the column of outcomes.</source>
      <translation>请选择结局列。</translation>
    </message>
    <message>
      <source>Choose the folder for model and report.</source>
      <translation>请选择存放模型和报告的文件夹。</translation>
    </message>
    <message>
      <source>Choose the outcome that means a response.</source>
      <translation>请选择表示缓解的结局。</translation>
    </message>
    <message>
      <source>Nested AUC {auc:.3f} (95 % interval {low:.3f} to {high:.3f}) in {patients} patients. The models in {output} are offered under Patient, Model; read the report before using one. Research use only.{simulated}</source>
      <translation>{patients} 名患者的嵌套 AUC 为 {auc:.3f}（95 % 区间 {low:.3f} 至 {high:.3f}）。{output} 中的模型可在“患者”“模型”下选用；使用前请阅读报告。仅供研究使用。{simulated}</translation>
    </message>
    <message>
      <source>Training needs {missing}, which were not installed; nothing was done.</source>
      <translation>训练需要 {missing}，但未安装；未进行任何操作。</translation>
    </message>
  </context>
  <context>
    <name>cohort.scene_cohort</name>
    <message>
      <source>'{case_id}' is no usable case id; use letters, digits, points, dashes and underscores.</source>
      <translation>“{case_id}”不能用作病例编号；请使用字母、数字、点、短横线和下划线。</translation>
    </message>
    <message>
      <source>Cannot write {case_id}; free space on the disk.</source>
      <translation>无法写入 {case_id}；请释放磁盘空间。</translation>
    </message>
    <message>
      <source>Cannot write {folder}: {strerror}; choose another folder.</source>
      <translation>无法写入 {folder}：{strerror}；请选择其他文件夹。</translation>
    </message>
    <message>
      <source>Choose a folder for the images and the manifest.</source>
      <translation>请选择存放图像和清单的文件夹。</translation>
    </message>
    <message>
      <source>No volume, or several, of the {phase} by name; rename one.</source>
      <translation>按名称找不到{phase}的体数据，或有多个；请重命名其中一个。</translation>
    </message>
    <message>
      <source>The {phase} has {contours} contours, {named} of them named tumor; one is needed.</source>
      <translation>{phase}有 {contours} 个轮廓，其中 {named} 个名为 tumor；需要恰好一个。</translation>
    </message>
    <message>
      <source>Tick the cases that you have checked.</source>
      <translation>请勾选您已核对的病例。</translation>
    </message>
    <message>
      <source>Two cases have the same id; give each its own.</source>
      <translation>两个病例的编号相同；请分别编号。</translation>
    </message>
    <message>
      <source>{folder} is not empty; choose a new folder.</source>
      <translation>{folder} 不是空的；请选择新文件夹。</translation>
    </message>
  </context>
  <context>
    <name>desktop.button_words</name>
    <message>
      <source>"Compute features" (Cohort)</source>
      <translation>“计算特征”（队列）</translation>
    </message>
    <message>
      <source>"Make a calibration..." (Patient, Model)</source>
      <translation>“制作校准...”（患者，模型）</translation>
    </message>
    <message>
      <source>"Train and validate" (Cohort)</source>
      <translation>“训练并验证”（队列）</translation>
    </message>
  </context>
  <context>
    <name>desktop.child_process</name>
    <message>
      <source>Slicer's Python (PythonSlicer) was not found beside Slicer; install Slicer again.</source>
      <translation>在 Slicer 旁未找到其 Python（PythonSlicer）；请重新安装 Slicer。</translation>
    </message>
    <message>
      <source>{program} cannot be started; check that Slicer is installed whole.</source>
      <translation>{program} 无法启动；请检查 Slicer 是否完整安装。</translation>
    </message>
  </context>
  <context>
    <name>desktop.child_widgets</name>
    <message>
      <source>Ending...</source>
      <translation>正在结束...</translation>
    </message>
    <message>
      <source>Starting...</source>
      <translation>正在启动...</translation>
    </message>
  </context>
  <context>
    <name>desktop.contour_panel</name>
    <message>
      <source>Accepted.</source>
      <translation>已接受。</translation>
    </message>
    <message>
      <source>Accepted; the former contour is kept, hidden.</source>
      <translation>已接受；先前的轮廓保留并隐藏。</translation>
    </message>
    <message>
      <source>Choose the volume of this phase first.</source>
      <translation>请先选择此期的体数据。</translation>
    </message>
    <message>
      <source>Cop&amp;y to the arterial phase</source>
      <translation>复制到动脉期(&amp;Y)</translation>
    </message>
    <message>
      <source>Cop&amp;y to the portal venous phase</source>
      <translation>复制到门静脉期(&amp;Y)</translation>
    </message>
    <message>
      <source>Press New contour to draw the tumor on this phase.</source>
      <translation>按“新建轮廓”在此期上勾画肿瘤。</translation>
    </message>
    <message>
      <source>This segment is not the one that is scored; choose it above, under Phases, to score it.</source>
      <translation>此分割区域不是被评分的区域；如需评分，请在上方的期选择中选用它。</translation>
    </message>
    <message>
      <source>Window...</source>
      <translation>窗...</translation>
    </message>
    <message>
      <source>{volume} contour</source>
      <translation>{volume} 轮廓</translation>
    </message>
  </context>
  <context>
    <name>desktop.feature_table_panel</name>
    <message>
      <source>Case</source>
      <translation>病例</translation>
    </message>
    <message>
      <source>Phase</source>
      <translation>期</translation>
    </message>
    <message>
      <source>Reason</source>
      <translation>原因</translation>
    </message>
    <message>
      <source>Remedy</source>
      <translation>处理办法</translation>
    </message>
  </context>
  <context>
    <name>desktop.inputs_panel</name>
    <message>
      <source>Choose the volume first; the contours belong to it.</source>
      <translation>请先选择图像；轮廓属于该图像。</translation>
    </message>
    <message>
      <source>Choose...</source>
      <translation>选择...</translation>
    </message>
    <message>
      <source>Contours (*.dcm *.seg.nrrd *.nrrd *.nii *.nii.gz *.mha);;All files (*)</source>
      <translation>轮廓 (*.dcm *.seg.nrrd *.nrrd *.nii *.nii.gz *.mha);;所有文件 (*)</translation>
    </message>
    <message>
      <source>Guessed from the series description; please confirm.</source>
      <translation>根据序列描述推测；请确认。</translation>
    </message>
    <message>
      <source>Open contours: DICOM SEG, RTSTRUCT or label image</source>
      <translation>打开轮廓：DICOM SEG、RTSTRUCT 或标签图像</translation>
    </message>
    <message>
      <source>The contour was taken because it was drawn on this volume, or its segment is coded as a lesion; please confirm.</source>
      <translation>已采用该轮廓，因为它是在此影像上勾画的，或其分段被编码为病灶；请确认。</translation>
    </message>
  </context>
  <context>
    <name>desktop.layouts</name>
    <message>
      <source>Arterial</source>
      <translation>动脉期</translation>
    </message>
    <message>
      <source>Features</source>
      <translation>特征</translation>
    </message>
    <message>
      <source>Portal</source>
      <translation>门静脉期</translation>
    </message>
  </context>
  <context>
    <name>desktop.lesion_panel</name>
    <message>
      <source>Arterial</source>
      <translation>动脉期</translation>
    </message>
    <message>
      <source>No score yet</source>
      <translation>尚无评分</translation>
    </message>
    <message>
      <source>Portal</source>
      <translation>门静脉期</translation>
    </message>
    <message>
      <source>no contour yet</source>
      <translation>尚无轮廓</translation>
    </message>
    <message>
      <source>{headline} (out of date)</source>
      <translation>{headline}（已过期）</translation>
    </message>
  </context>
  <context>
    <name>desktop.line_buttons</name>
    <message>
      <source>Longest diameter</source>
      <translation>最长径</translation>
    </message>
  </context>
  <context>
    <name>desktop.model_panel</name>
    <message>
      <source>Calibration (*.json)</source>
      <translation>校准 (*.json)</translation>
    </message>
    <message>
      <source>Choose...</source>
      <translation>选择...</translation>
    </message>
    <message>
      <source>Clinical value that the model asks for: a number with a decimal point.</source>
      <translation>模型所需的临床数值：使用小数点的数字。</translation>
    </message>
    <message>
      <source>Model (*.json)</source>
      <translation>模型 (*.json)</translation>
    </message>
    <message>
      <source>None</source>
      <translation>无</translation>
    </message>
    <message>
      <source>Open a calibration</source>
      <translation>打开校准</translation>
    </message>
    <message>
      <source>Open a model</source>
      <translation>打开模型</translation>
    </message>
  </context>
  <context>
    <name>desktop.module_panel</name>
    <message>
      <source>Cohort</source>
      <translation>队列</translation>
    </message>
    <message>
      <source>Patient</source>
      <translation>患者</translation>
    </message>
    <message>
      <source>Simulating the sample patient</source>
      <translation>正在模拟示例患者</translation>
    </message>
    <message>
      <source>The package could not be installed.</source>
      <translation>软件包未能安装。</translation>
    </message>
    <message>
      <source>The package is installed; repeat what you were about to do.</source>
      <translation>软件包已安装；请重复刚才的操作。</translation>
    </message>
    <message>
      <source>The views show the phases again; choose other volumes in the panel.</source>
      <translation>视图已恢复显示两期图像；如需其他体数据请在面板中选择。</translation>
    </message>
  </context>
  <context>
    <name>desktop.packages</name>
    <message>
      <source>  {package}, about {size} MB</source>
      <translation>  {package}，约 {size} MB</translation>
    </message>
    <message>
      <source>Install a package?</source>
      <translation>安装软件包？</translation>
    </message>
    <message>
      <source>Install packages?</source>
      <translation>安装这些软件包？</translation>
    </message>
    <message>
      <source>This needs the Python package {package} from pypi.org (its size is not known). Install it?</source>
      <translation>此功能需要来自 pypi.org 的 Python 软件包 {package}（大小未知）。是否安装？</translation>
    </message>
    <message>
      <source>This needs the Python package {package} from pypi.org, about {size} MB on the disk with what it needs itself. Install it?</source>
      <translation>此功能需要来自 pypi.org 的 Python 软件包 {package}，连同其依赖约占磁盘 {size} MB。是否安装？</translation>
    </message>
    <message>
      <source>This needs these Python packages from pypi.org, once:

{listed}

Install them?</source>
      <translation>此功能需要一次性安装来自 pypi.org 的以下 Python 软件包：

{listed}

是否安装？</translation>
    </message>
    <message>
      <source>{packages} could not be installed ({error}); check the network, or ask whoever runs it.</source>
      <translation>{packages} 未能安装（{error}）；请检查网络，或询问网络管理员。</translation>
    </message>
  </context>
  <context>
    <name>desktop.result_folder</name>
    <message>
      <source>Pathological complete response</source>
      <translation>病理完全缓解</translation>
    </message>
  </context>
  <context>
    <name>desktop.result_nodes</name>
    <message>
      <source>A.K. name</source>
      <translation>A.K. 名称</translation>
    </message>
    <message>
      <source>Coefficient (log odds per SD)</source>
      <translation>系数（每标准差的对数优势）</translation>
    </message>
    <message>
      <source>Contribution (log odds)</source>
      <translation>贡献（对数优势）</translation>
    </message>
    <message>
      <source>Feature</source>
      <translation>特征</translation>
    </message>
    <message>
      <source>Label</source>
      <translation>标签</translation>
    </message>
    <message>
      <source>Standardized (SD)</source>
      <translation>标准化值（标准差）</translation>
    </message>
    <message>
      <source>Value (in the feature's unit)</source>
      <translation>数值（以特征的单位计）</translation>
    </message>
    <message>
      <source>pCR contributions</source>
      <translation>pCR 贡献</translation>
    </message>
  </context>
  <context>
    <name>desktop.result_panel</name>
    <message>
      <source>It explains the model, not the tumor: each part is left out of the contour in turn. Blue parts raise the score, orange parts lower it; the grayer, the less.</source>
      <translation>它解释的是模型而非肿瘤：依次将每个部分从轮廓中略去。蓝色部分提高评分，橙色部分降低评分；越灰影响越小。</translation>
    </message>
    <message>
      <source>Out of date: contours, volumes or model have changed since this result. Predict again.</source>
      <translation>已过期：得出此结果后轮廓、体数据或模型已改变。请重新预测。</translation>
    </message>
    <message>
      <source>Warnings</source>
      <translation>警告</translation>
    </message>
  </context>
  <context>
    <name>desktop.sample_data</name>
    <message>
      <source>Pathological complete response</source>
      <translation>病理完全缓解</translation>
    </message>
    <message>
      <source>Simulated liver patient, two phases</source>
      <translation>模拟肝脏患者，双期</translation>
    </message>
  </context>
  <context>
    <name>desktop.scene_cohort_dialog</name>
    <message>
      <source>Arterial phase</source>
      <translation>动脉期</translation>
    </message>
    <message>
      <source>Cancelled; nothing was written.</source>
      <translation>已取消；未写出任何内容。</translation>
    </message>
    <message>
      <source>Case id</source>
      <translation>病例编号</translation>
    </message>
    <message>
      <source>In the scene</source>
      <translation>在场景中</translation>
    </message>
    <message>
      <source>Portal venous phase</source>
      <translation>门静脉期</translation>
    </message>
    <message>
      <source>Problem</source>
      <translation>问题</translation>
    </message>
    <message>
      <source>The scene holds no volume; load the patients first.</source>
      <translation>场景中没有体数据；请先载入患者。</translation>
    </message>
    <message>
      <source>Writing the cases...</source>
      <translation>正在写出病例...</translation>
    </message>
  </context>
  <context>
    <name>desktop.score_overlay</name>
    <message>
      <source>Where the model looks, arterial</source>
      <translation>模型关注之处，动脉期</translation>
    </message>
    <message>
      <source>Where the model looks, portal</source>
      <translation>模型关注之处，门静脉期</translation>
    </message>
  </context>
  <context>
    <name>desktop.take_away_panel</name>
    <message>
      <source>Features (*.csv)</source>
      <translation>特征 (*.csv)</translation>
    </message>
    <message>
      <source>Features written to {path}.</source>
      <translation>特征已写入 {path}。</translation>
    </message>
    <message>
      <source>Prediction (*.json)</source>
      <translation>预测 (*.json)</translation>
    </message>
    <message>
      <source>Prediction written to {path}.</source>
      <translation>预测已写入 {path}。</translation>
    </message>
    <message>
      <source>Report (*.html)</source>
      <translation>报告 (*.html)</translation>
    </message>
    <message>
      <source>Report (*.pdf)</source>
      <translation>报告 (*.pdf)</translation>
    </message>
    <message>
      <source>Report written to {path}.</source>
      <translation>报告已写入 {path}。</translation>
    </message>
    <message>
      <source>Save all features</source>
      <translation>保存全部特征</translation>
    </message>
    <message>
      <source>Save the prediction</source>
      <translation>保存预测</translation>
    </message>
    <message>
      <source>Save the report</source>
      <translation>保存报告</translation>
    </message>
    <message>
      <source>{case} features</source>
      <translation>{case} 特征</translation>
    </message>
    <message>
      <source>{count} features of both phases are in the table node {name}.</source>
      <translation>两期的 {count} 个特征已在表格节点 {name} 中。</translation>
    </message>
  </context>
  <context>
    <name>desktop.training_panel</name>
    <message>
      <source>Choose...</source>
      <translation>选择...</translation>
    </message>
  </context>
  <context>
    <name>patient.all_features</name>
    <message>
      <source>Extracting the features of the {phase}</source>
      <translation>正在提取{phase}的特征</translation>
    </message>
  </context>
  <context>
    <name>patient.contour_copy</name>
    <message>
      <source>Choose the volume of the {phase} first.</source>
      <translation>请先选择{phase}的体数据。</translation>
    </message>
    <message>
      <source>Moved to the {phase} by {shift_mm} and {turn_degrees:.1f} degrees (correlation around the tumor {correlation_before:.2f} before, {correlation_after:.2f} after)</source>
      <translation>已移至{phase}：平移 {shift_mm}，旋转 {turn_degrees:.1f} 度（肿瘤周围的相关系数由 {correlation_before:.2f} 变为 {correlation_after:.2f}）</translation>
    </message>
    <message>
      <source>This copy may be wrong: {doubt}. {moved}: undo and draw by hand, or correct it everywhere.</source>
      <translation>此副本可能有误：{doubt}。{moved}：请撤销并手工勾画，或逐处修正。</translation>
    </message>
    <message>
      <source>less than 0.1 mm</source>
      <translation>不足 0.1 mm</translation>
    </message>
    <message>
      <source>{moved}: look at it, then accept or undo.</source>
      <translation>{moved}：请查看后接受或撤销。</translation>
    </message>
  </context>
  <context>
    <name>patient.contour_proposals</name>
    <message>
      <source>A computation is running; wait for it or cancel it.</source>
      <translation>计算正在进行；请等待或取消。</translation>
    </message>
    <message>
      <source>Choose the volume of the {phase} first.</source>
      <translation>请先选择{phase}的体数据。</translation>
    </message>
    <message>
      <source>Propose a contour from the longest diameter first, then correct it.</source>
      <translation>请先根据最长径生成建议轮廓，再进行修正。</translation>
    </message>
    <message>
      <source>Proposed from a diameter of {length:.0f} mm: look at it on every slice, then accept, correct or undo.</source>
      <translation>由 {length:.0f} mm 的直径建议：请逐层查看，然后接受、修改或撤销。</translation>
    </message>
    <message>
      <source>The volume was changed while the contour was being proposed; propose or copy it again.</source>
      <translation>建议轮廓期间体数据已更换；请重新建议或复制。</translation>
    </message>
    <message>
      <source>This contour from a diameter of {length:.0f} mm is doubtful, since the image does not show where the lesion ends: undo and draw by hand, or correct it everywhere.</source>
      <translation>由 {length:.0f} mm 的直径得出的轮廓存疑，因为图像未显示病灶的边界：请撤销并手动勾画，或逐处修改。</translation>
    </message>
  </context>
  <context>
    <name>patient.current_case</name>
    <message>
      <source>A volume is changed again and again while it is read; stop what changes it, and try again.</source>
      <translation>体数据在读取时被反复修改；请停止修改后重试。</translation>
    </message>
    <message>
      <source>No contour is chosen; choose or draw one on each phase.</source>
      <translation>未选择轮廓；请在每一期上选择或勾画一个。</translation>
    </message>
    <message>
      <source>No volume is chosen; choose one for each phase.</source>
      <translation>未选择体数据；请为每一期选择一个。</translation>
    </message>
  </context>
  <context>
    <name>patient.export</name>
    <message>
      <source>The features need a case id; enter one that holds no patient's name.</source>
      <translation>特征需要病例编号；请输入不含患者姓名的编号。</translation>
    </message>
  </context>
  <context>
    <name>patient.lesion_size</name>
    <message>
      <source>The lesion is {volume_ml} in the {phase} but {volume_ml2} in the {phase2}; check that both contours show the whole of one lesion.</source>
      <translation>病灶在{phase}为 {volume_ml}，在{phase2}为 {volume_ml2}；请检查两个轮廓是否都完整勾画了同一病灶。</translation>
    </message>
    <message>
      <source>{source} is empty; draw the tumor in it first.</source>
      <translation>{source} 是空的；请先在其中勾画肿瘤。</translation>
    </message>
    <message>
      <source>{volume:.0f} ml</source>
      <translation>{volume:.0f} 毫升</translation>
    </message>
    <message>
      <source>{volume:.3g} ml</source>
      <translation>{volume:.3g} 毫升</translation>
    </message>
    <message>
      <source>{volume_ml}, {diameter_mm:.0f} mm</source>
      <translation>{volume_ml}，{diameter_mm:.0f} 毫米</translation>
    </message>
  </context>
  <context>
    <name>patient.model_card</name>
    <message>
      <source>Calibration</source>
      <translation>校准</translation>
    </message>
    <message>
      <source>Cut-off of the source</source>
      <translation>来源的截断值</translation>
    </message>
    <message>
      <source>Features</source>
      <translation>特征</translation>
    </message>
    <message>
      <source>Intended use</source>
      <translation>预期用途</translation>
    </message>
    <message>
      <source>Model</source>
      <translation>模型</translation>
    </message>
    <message>
      <source>None needed.</source>
      <translation>不需要。</translation>
    </message>
    <message>
      <source>None; the model lacks {lacking}.</source>
      <translation>无；模型缺少 {lacking}。</translation>
    </message>
    <message>
      <source>Note</source>
      <translation>说明</translation>
    </message>
    <message>
      <source>Simulated</source>
      <translation>模拟</translation>
    </message>
    <message>
      <source>Source</source>
      <translation>来源</translation>
    </message>
    <message>
      <source>Trained on simulated patients: its numbers mean nothing for real ones.</source>
      <translation>由模拟患者训练：其数值对真实患者没有意义。</translation>
    </message>
    <message>
      <source>{features} ({parts}); feature set {feature_set}</source>
      <translation>{features} 个（{parts}）；特征集 {feature_set}</translation>
    </message>
    <message>
      <source>{name}, version {version}</source>
      <translation>{name}，版本 {version}</translation>
    </message>
    <message>
      <source>{number} clinical or of a table</source>
      <translation>临床或表格 {number} 个</translation>
    </message>
    <message>
      <source>{number} of the arterial phase</source>
      <translation>动脉期 {number} 个</translation>
    </message>
    <message>
      <source>{number} of the portal venous phase</source>
      <translation>门静脉期 {number} 个</translation>
    </message>
  </context>
  <context>
    <name>patient.model_choice</name>
    <message>
      <source>Choose a model.</source>
      <translation>请选择模型。</translation>
    </message>
    <message>
      <source>Model '{name}' carries no {missing_parts} of its own, so it gives no probability without a calibration; open one, or make one from the features of your reference cohort.</source>
      <translation>模型“{name}”自身不带 {missing_parts}，因此没有校准就不给出概率；请打开一个校准，或用您的参考队列的特征制作一个。</translation>
    </message>
    <message>
      <source>The calibration was made for model '{model}', not for '{name}'; open one that was made for it, or make one from the features of your reference cohort.</source>
      <translation>该校准是为模型“{model}”而不是“{name}”制作的；请打开为其制作的校准，或用您的参考队列的特征制作一个。</translation>
    </message>
    <message>
      <source>The saved {kind} '{name}' cannot be loaded; open the file again or choose another {kind}.</source>
      <translation>保存的 {kind}“{name}”无法载入；请重新打开该文件或选择另一个 {kind}。</translation>
    </message>
  </context>
  <context>
    <name>patient.model_titles</name>
    <message>
      <source>, {events} with pCR</source>
      <translation>，其中 {events} 例达到 pCR</translation>
    </message>
    <message>
      <source>Wen 2024, SMOTE radiomics</source>
      <translation>Wen 2024，SMOTE 影像组学</translation>
    </message>
    <message>
      <source>Wen 2024, radiomics</source>
      <translation>Wen 2024，影像组学</translation>
    </message>
    <message>
      <source>simulated patients</source>
      <translation>名模拟患者</translation>
    </message>
    <message>
      <source>{title}, simulated</source>
      <translation>{title}，模拟</translation>
    </message>
  </context>
  <context>
    <name>patient.phase_check</name>
    <message>
      <source>Correct the phases, or confirm that they are right: {contradiction}.</source>
      <translation>请更正两期的选择，或确认其无误：{contradiction}。</translation>
    </message>
    <message>
      <source>The {phase} was guessed from the name of its volume; please confirm it.</source>
      <translation>{phase}由体数据的名称推测得出；请确认。</translation>
    </message>
    <message>
      <source>simulated patient</source>
      <translation>模拟患者</translation>
    </message>
  </context>
  <context>
    <name>patient.prediction_presenter</name>
    <message>
      <source>Calibrating on the reference cohort</source>
      <translation>正在用参考队列校准</translation>
    </message>
    <message>
      <source>Choose a model, and let no computation run.</source>
      <translation>请选择模型，并确保没有计算正在进行。</translation>
    </message>
    <message>
      <source>The clinical value '{name}' is {value}; enter a finite number.</source>
      <translation>临床数值“{name}”为 {value}；请输入有限的数字。</translation>
    </message>
    <message>
      <source>The saved session cannot be read; choose volumes, contours and model again.</source>
      <translation>无法读取保存的会话；请重新选择体数据、轮廓和模型。</translation>
    </message>
  </context>
  <context>
    <name>patient.readiness</name>
    <message>
      <source>A computation is running; wait for it or cancel it.</source>
      <translation>计算正在进行；请等待或取消。</translation>
    </message>
    <message>
      <source>Accept or undo the copied contour first.</source>
      <translation>请先接受或撤销复制的轮廓。</translation>
    </message>
    <message>
      <source>Both phases use the same volume; choose two different ones.</source>
      <translation>两期使用了同一体数据；请选择两个不同的。</translation>
    </message>
    <message>
      <source>Choose or draw the contour of the tumor on the {title}.</source>
      <translation>请在{title}上选择或勾画肿瘤轮廓。</translation>
    </message>
    <message>
      <source>Choose the segment that outlines the tumor on the {title}.</source>
      <translation>请选择在{title}上勾画肿瘤的分割区域。</translation>
    </message>
    <message>
      <source>Choose the volume of the {phase} first.</source>
      <translation>请先选择{phase}的体数据。</translation>
    </message>
    <message>
      <source>Choose the volume of the {title}.</source>
      <translation>请选择{title}的体数据。</translation>
    </message>
    <message>
      <source>Draw the contour on the {phase} first.</source>
      <translation>请先在{phase}上勾画轮廓。</translation>
    </message>
    <message>
      <source>Enter the clinical values that the model asks for: {missing}.</source>
      <translation>请输入模型所需的临床数值：{missing}。</translation>
    </message>
    <message>
      <source>Predict first; there is no result yet.</source>
      <translation>请先预测；尚无结果。</translation>
    </message>
    <message>
      <source>The result is out of date; predict again before {purpose}.</source>
      <translation>结果已过期；请重新预测后再{purpose}。</translation>
    </message>
    <message>
      <source>The volumes are being read, to compare them with the result; wait a moment.</source>
      <translation>正在读取体数据以与结果比较；请稍候。</translation>
    </message>
    <message>
      <source>This result was saved earlier; predict again in this session for its report, stability and map.</source>
      <translation>此结果是先前保存的；如需报告、稳定性和图，请在本次会话中重新预测。</translation>
    </message>
    <message>
      <source>asking more of it</source>
      <translation>进一步分析</translation>
    </message>
    <message>
      <source>saving it</source>
      <translation>保存</translation>
    </message>
  </context>
  <context>
    <name>patient.registration</name>
    <message>
      <source>Finding the rotation between the phases</source>
      <translation>正在求两期之间的旋转</translation>
    </message>
    <message>
      <source>Finding the shift between the phases</source>
      <translation>正在求两期之间的平移</translation>
    </message>
    <message>
      <source>Only {share:.0f} % of {source} would arrive inside {source2}; draw the contour by hand.</source>
      <translation>{source} 只有 {share:.0f} % 会落在 {source2} 之内；请手工勾画轮廓。</translation>
    </message>
    <message>
      <source>The alignment of the phases failed (a shift of {value:.0f} mm and a turn of {turn:.0f} degrees are not breathing); draw the contour by hand.</source>
      <translation>两期配准失败（平移 {value:.0f} mm、旋转 {turn:.0f} 度不是呼吸所致）；请手工勾画轮廓。</translation>
    </message>
    <message>
      <source>the phases are no more alike around the tumor than before</source>
      <translation>两期在肿瘤周围的相似程度没有提高</translation>
    </message>
    <message>
      <source>the phases remain unlike each other around the tumor</source>
      <translation>两期在肿瘤周围仍不相似</translation>
    </message>
    <message>
      <source>{source} cannot be aligned with {source2} around the contour: they hardly overlap there, or one of them is uniform; check that both belong to one examination, or draw the contour by hand.</source>
      <translation>{source} 无法在轮廓周围与 {source2} 配准：两者在该处几乎不重叠，或其中之一是均匀的；请检查两者是否属于同一次检查，或手工勾画轮廓。</translation>
    </message>
    <message>
      <source>{source} does not reach the contour; check that both phases belong to one examination, or draw the contour by hand.</source>
      <translation>{source} 未覆盖该轮廓；请检查两期是否属于同一次检查，或手工勾画轮廓。</translation>
    </message>
    <message>
      <source>{source} is empty; draw the tumor in it first.</source>
      <translation>{source} 是空的；请先在其中勾画肿瘤。</translation>
    </message>
  </context>
  <context>
    <name>patient.result</name>
    <message>
      <source>, {share:.0f} % of them on the same side of the cut-off</source>
      <translation>，其中 {share:.0f} % 位于截断值的同一侧</translation>
    </message>
    <message>
      <source>The paper's cut-off {paper_cutoff:g} holds on the paper's own scale only.</source>
      <translation>论文的截断值 {paper_cutoff:g} 只在论文自身的尺度上成立。</translation>
    </message>
    <message>
      <source>The saved prediction cannot be read ({error!r}); predict again.</source>
      <translation>无法读取保存的预测（{error!r}）；请重新预测。</translation>
    </message>
    <message>
      <source>The saved prediction cannot be read; predict again.</source>
      <translation>无法读取保存的预测；请重新预测。</translation>
    </message>
    <message>
      <source>With {scored} contours drawn a little differently: {value} to {value2} (5th to 95th percentile){side}. {note}</source>
      <translation>对 {scored} 个略有不同的轮廓：{value} 至 {value2}（第 5 至第 95 百分位）{side}。{note}</translation>
    </message>
  </context>
  <context>
    <name>patient.rework</name>
    <message>
      <source>Leaving out one part of the lesion after another</source>
      <translation>正在逐一略去病灶的各部分</translation>
    </message>
    <message>
      <source>Scoring contours drawn a little differently</source>
      <translation>正在为略有不同的轮廓评分</translation>
    </message>
    <message>
      <source>{text}: {done} of {total}</source>
      <translation>{text}：已完成 {done} / {total}</translation>
    </message>
  </context>
  <context>
    <name>patient.state</name>
    <message>
      <source>The saved choices cannot be read ({error}); choose volumes, contours and model again.</source>
      <translation>无法读取保存的选择（{error}）；请重新选择体数据、轮廓和模型。</translation>
    </message>
    <message>
      <source>The saved clinical values cannot be read; enter them again.</source>
      <translation>无法读取保存的临床数值；请重新输入。</translation>
    </message>
    <message>
      <source>arterial phase</source>
      <translation>动脉期</translation>
    </message>
    <message>
      <source>portal venous phase</source>
      <translation>门静脉期</translation>
    </message>
  </context>
  <context>
    <name>patient.tasks</name>
    <message>
      <source>Computing the features and the probability</source>
      <translation>正在计算特征和概率</translation>
    </message>
    <message>
      <source>Growing the lesion</source>
      <translation>正在生长病灶</translation>
    </message>
    <message>
      <source>Reading the volumes</source>
      <translation>正在读取体数据</translation>
    </message>
    <message>
      <source>Writing the report</source>
      <translation>正在写入报告</translation>
    </message>
  </context>
  <context>
    <name>presenter.messages</name>
    <message>
      <source>The program failed ({kind}: {error}); nothing was changed. Please report this as a bug.</source>
      <translation>程序出错（{kind}：{error}）；未作任何改动。请作为缺陷报告。</translation>
    </message>
  </context>
</TS>
